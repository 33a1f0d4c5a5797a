"""Points that the sources leave open, as named values: what we chose, and why."""

from datetime import timedelta

from contracts.deadlines.v1 import Closed
from contracts.registration.v1 import Reason
from contracts.types import AbsenceKind, InterviewType

JOBCENTRE_GUIDES_G1 = True
"""GUI-02. BAB § 44, stk. 2, gives the guidance of dagpenge recipients to the a-kasse. A jobcentre that knows of it may
record it too, so that a fund that sends nothing does not free its members of the duty. False: only the a-kasse."""

DEMAND_MET_BY = frozenset({InterviewType.JOB, InterviewType.JOINT})
"""IM-02. BAB § 30, stk. 3, says »en samtale«, V1 2.7.1 »en jobsamtale«; a joint interview is one (V1 1.1.1.3)."""

BACKDATED_BY = frozenset({"jobcentre", "akasse"})
"""REG-05, INF. On Jobnet one registers the day one does it. An authority may record later that somebody was there."""

HANDOVER_BY_BENEFIT_MONTH = False
"""AK-02. »den kalendermåned, hvori a-kassen har registreret 410 timers forbrug«: the month of the registration. True: the
month that the hours were paid for, where the report names it."""

EDUCATION_AGE_AT_REGISTRATION = True
"""AK-04. »under 25 år« says not on which day: that of the registration as a job-seeker. False: that of the decision, where
the fund tells the age on it."""
STILL_DEMANDS = frozenset({Closed.REPLACED, Closed.INTERVIEW_DAY})
"""IM-02. A deadline closed for another reason is »annulleret« (V1 2.9.3) and demands no booking; one replaced by a new one
still does, since nothing was booked."""

NEAREST_DAYS = 10
"""IM-06. V1 2.7.2 says »de nærmeste dage« of G2 and G4o; the law's ten days are G1's only. Ten days as well."""

RECOVERY_ENDS = frozenset({Reason.SICKNESS, Reason.MISSED_BOOKING})
"""REG-08. Recovery registers again who is out for sickness. Who fell ill after a deregistration for a missed booking and
reports recovery on Jobnet means to be registered too: the same demand is shown as on re-registration. Who left for work or
on request is not registered by it."""

AUTHORITY_MAY_END_SICKNESS = True
"""REG-08. V1 2.8 says that neither jobcentre nor a-kasse may register who is out for sickness, and then that they record
whether to. True: allowed, and flagged. False: refused, the citizen must report on Jobnet."""

SICK_FROM_FIRST_DAY = True
"""REG-07. A sickness told late deregisters from its first day, also where that lies before a deregistration for a missed
booking, which then falls away. False: from the day it is told."""

WITHOUT_LETTER = frozenset({Reason.BAB_28})
"""REG-03. BAB § 26 excepts deregistration under § 28, whose cases stand outside the sources; the jobcentre names them."""

HOLIDAY_NOTICE = 14
"""HOL-01. Days; »2 uger«, BAB § 49, stk. 3."""

CITIZEN, EMPLOYER, JOBCENTRE, AKASSE = "citizen", "employer", "jobcentre", "akasse"
ANYBODY = frozenset({CITIZEN, JOBCENTRE, AKASSE})
AUTHORITIES = frozenset({JOBCENTRE, AKASSE})
TOLD_BY: dict[str, frozenset[str]] = {
    AbsenceKind.SICKNESS: ANYBODY,
    AbsenceKind.HOLIDAY: ANYBODY,
    AbsenceKind.MATERNITY: ANYBODY,
    AbsenceKind.TEMPORARY_WORK: ANYBODY,
    AbsenceKind.WORK: ANYBODY,
    AbsenceKind.EDUCATION: ANYBODY,
    AbsenceKind.COURSE: ANYBODY,
    AbsenceKind.NO_CARE: ANYBODY,
    AbsenceKind.OTHER: ANYBODY,
    AbsenceKind.SENT_HOME: ANYBODY,
    AbsenceKind.JOB_EDUCATION: AUTHORITIES,
    AbsenceKind.SUBSIDISED_JOB: AUTHORITIES,
    AbsenceKind.NO_ACTIVE_SEARCH: AUTHORITIES,
    AbsenceKind.WORK_SHARING: AUTHORITIES | {EMPLOYER},
    AbsenceKind.STANDBY: frozenset({JOBCENTRE}),
    Reason.OWN_REQUEST: ANYBODY,
    Reason.PENSION: ANYBODY,
    Reason.ABROAD: ANYBODY,
    Reason.WORK_SHARING_ENDED: AUTHORITIES | {EMPLOYER},
    Reason.BAB_28: frozenset({JOBCENTRE}),
}
"""REG-10, INF. Who may tell an absence, or leave the register for a reason. What an authority grants it tells itself."""

REPORTED_AT_ONCE = frozenset(
    {
        AbsenceKind.SICKNESS, AbsenceKind.TEMPORARY_WORK, AbsenceKind.WORK, AbsenceKind.EDUCATION, AbsenceKind.COURSE,
        AbsenceKind.NO_CARE, AbsenceKind.OTHER, AbsenceKind.MATERNITY,
    }
)  # fmt: skip
"""REG-10. Absences that BAB § 49, stk. 1 and 2, wants told at once; of holidays HOL-01 speaks."""

GRACE = timedelta(minutes=10)
"""How long after midnight what a day brings is judged, so that what was sent before midnight has come."""

ENDED_BY_HANDOVER = frozenset({"EXEMPTION", "WITHDRAWAL"})
"""EX-06, INF. V2 4.2 lets each party decide for its own interviews, of withdrawals; the catalogue says the same of exemptions.
Without "EXEMPTION" a citizen who cannot book would stay exempt until the jobcentre looks at it."""

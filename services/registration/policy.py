"""Points that the sources leave open, as named values: what we chose, and why."""

from contracts.types import InterviewType

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

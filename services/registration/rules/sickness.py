"""Sick and well again (*syge- og raskmelding*), and the jobcentre's own error. BAB §§ 30; V1 2.8, 2.15."""

from datetime import date

from contracts.types import Group
from services.registration import policy
from services.registration.case import JOB_SEEKERS
from shared.law.citation import BAB, V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

DEREGISTERED, NOT_REGISTERED = "deregistered", "not-registered"
AUTOMATIC, FLAGGED, NOT_WANTED, NOT_OUT = "automatic", "allowed-and-flagged", "not-wanted", "not-out-for-sickness"


@rule("REG-07", V1("2.15"), groups=("G1", "G2", "G4o"), since=G16, day="starts")
def sick(group: Group | None, registered: bool, subsidised: bool, starts: date) -> Applied:
    """A job-seeker who reports sick is deregistered from the first day of sickness (INF), unless in *løntilskud*.

    `registered`: on that day, whatever follows from the sickness. Others are only absent; so is who was out already, also
    for a booking deadline that ran out the day before. Yet nobody comes back in a sickness: a return that waits for a booking
    gives way to it, and recovery asks anew (INF).
    """
    facts = {"group": group, "registered": registered, "subsidised": subsidised, "starts": starts}
    if group not in JOB_SEEKERS:
        return applied("not-a-job-seeker", **facts)
    if subsidised:
        return applied("subsidised-job", **facts)
    return applied(DEREGISTERED if registered else NOT_REGISTERED, **facts)


@rule("REG-08", BAB("§ 30", stk=2), V1("2.8"), groups=("G1", "G2", "G4o"), since=G16)
def recovered(sender: str, out_for_sickness: bool, reported: bool = True, register: bool = True) -> Applied:
    """Recovery reported on Jobnet registers again automatically, with a receipt. Asking to be registered without reporting
    recovery does not (`reported`).

    A jobcentre or an a-kasse to which it is reported instead says whether to register. The guidance contradicts itself (AMB):
    allowed, and flagged.
    """
    facts = {"sender": sender, "out_for_sickness": out_for_sickness, "reported": reported, "register": register}
    if not out_for_sickness:
        return applied(NOT_OUT, **facts)
    if not sender.startswith(("jobcentre-", "akasse-")):
        return applied(AUTOMATIC if reported else "report-recovery", **facts)
    if not register:
        return applied(NOT_WANTED, **facts)
    return applied(FLAGGED if policy.AUTHORITY_MAY_END_SICKNESS else "report-recovery", **facts)


@rule("REG-06", BAB("§ 30", stk=1), groups=("G1", "G2", "G4o"), since=G16, day="corrected_on")
def jobcentre_error(effective: date, corrected_on: date) -> Applied:
    """What was the jobcentre's error is corrected by the jobcentre, from the day of the deregistration itself (INF): no day is
    lost. A deregistration that is not known yet cannot be corrected (INF)."""
    return applied(OK, effective=effective, corrected_on=corrected_on)

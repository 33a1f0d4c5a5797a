"""Who is in the register, and who leaves it because a booking deadline ran out. BAB § 27, stk. 2."""

from datetime import date

from contracts.types import Group
from services.registration.case import JOB_SEEKERS
from shared.law.citation import BAB, V1, V2
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

SELF_BOOKING = ("G1", "G2", "G3", "G4o", "G4u", "G5", "G7", "G8", "G9", "G10")


@rule("TG-04", BAB("§ 30", stk=2), V1("2.7.2"), V1("2.9.4"), V1("2.15"), groups=SELF_BOOKING, since=G16)
def job_seeker(group: Group | None) -> Applied:
    """Whether the group is registered as job-seekers (*tilmeldt*): only G1, G2 and G4o are."""
    return applied(OK if group in JOB_SEEKERS else "not-a-job-seeker", group=group)


@rule("REG-01", BAB("§ 27", stk=2), V1("2.3.1"), V1("2.5"), V1("2.5.1"), groups=("G1",), since=G16, day="overdue_on")
def missed_booking(
    before: Group | None, group: Group | None, registered: bool, overdue_on: date, kept_out_in_error: bool = False
) -> Applied:
    """A G1 who has not booked is deregistered from and including the day after the deadline (*afmelding*), unasked.

    `group` and `registered` are those of that day, `overdue_on`; `before` is the group on the deadline's own day. Who was not
    on dagpenge when the deadline ran out is assessed by the law of that day (SAN-01), and not deregistered as well (INF). Who
    is out of the register already is not put out of it again; that the deadline passed meanwhile counts when they come back
    (IM-02). Nor is who was told to be out on the deadline's own day, by an error that the jobcentre corrected only afterwards
    (`kept_out_in_error`, REG-06): BAB § 30, stk. 3 and 4, ask such a person for a booking, not for the days (INF).
    """
    facts = {"before": before, "group": group, "registered": registered, "overdue_on": overdue_on}
    if before is not Group.G1 or group is not Group.G1:
        return applied("not-g1", **facts)
    if kept_out_in_error:
        return applied("kept-out-in-error", **facts, kept_out_in_error=True)
    return applied("deregistered" if registered else "not-registered", **facts)


@rule("DL-15", BAB("§ 27", stk=2), V2("4.2"), V1("2.5.1"), groups=("G1",), since=G16)
def deadline_of_a_jobcentre(owner: str) -> Applied:
    """An a-kasse's deadline that is missed deregisters nobody by itself: BAB § 27, stk. 2, names only the jobcentre."""
    return applied("no-automatic-deregistration" if owner.startswith("akasse-") else OK, owner=owner)


@rule("REG-02", V1("2.3.1"), V1("2.12.1"), groups=("G1", "G2", "G4o"), since=G16)
def unregistered(deregistered_on: date, effective: date) -> Applied:
    """The days out of the register: from the deregistration up to, not including, the re-registration (INF).

    None when both are of the same day: then it has no effect on dagpenge.
    """
    days = (effective - deregistered_on).days
    return applied(
        "no-effect" if days == 0 else "interrupted", deregistered_on=deregistered_on, effective=effective, days=days
    )

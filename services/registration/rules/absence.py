"""What must be told of absence (*oplysningspligt*), and holiday (*ferie*). BAB § 49."""

from datetime import date, timedelta

from contracts.types import AbsenceKind, Group
from services.registration import policy
from services.registration.rules.missed import SELF_BOOKING
from shared.law.citation import BAB, V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

BOUND = ("G1", "G2", "G3", "G4o", "G4u", "G5", "G7", "G8", "G9")
"""»§ 1, nr. 1-5, 7, 8, og … 9, som modtager ledighedsydelse«, BAB § 49, stk. 1."""
HOLIDAY_RIGHT = ("G1", "G2", "G3", "G4o", "G4u", "G5", "G7", "G8")
"""»§ 1, nr. 1-5, nr. 7 og 8«, BAB § 49, stk. 3."""
LATE = "late"


@rule(
    "REG-10", BAB("§ 49", stk=1), BAB("§ 49", stk=2), BAB("§ 49", stk=4), BAB("§ 49", stk=5), V1("2.15"),
    groups=SELF_BOOKING, since=G16, day="starts",
)  # fmt: skip
def report(
    what: str,
    sender: str,
    group: Group | None,
    akasse: str | None,
    starts: date,
    told_on: date,
    employer: bool = False,
    work_sharing: bool = False,
) -> Applied:
    """Work, sickness, courses and other absence are told at once; told after its first day it is late, and stands all the same.

    The citizen, a jobcentre or the fund tells it; an employer only work-sharing, and only of who is in it; what an authority
    grants (*løntilskud*, six weeks' education, freedom from active search) it tells itself (INF). That somebody has no care
    for a child outside opening hours concerns G1 only. BAB § 49, stk. 1, does not name revalidering (G10), whose notice is
    never late. Who is in *løntilskud* also tells the employer of sickness and
    holiday, which is outside this platform.
    """
    kind, _, code = sender.partition("-")
    facts = {"what": what, "sender": sender, "group": group, "starts": starts, "told_on": told_on, "employer": employer}
    if kind == policy.AKASSE and code != akasse:
        return applied("not-its-member", **facts)
    if employer and not (kind == "jobnet" and work_sharing):
        return applied("not-in-work-sharing", **facts)
    speaker = kind if kind in policy.AUTHORITIES else policy.EMPLOYER if employer else policy.CITIZEN
    if speaker not in policy.TOLD_BY.get(what, frozenset()):
        return applied("not-theirs-to-tell", **facts)
    if what == AbsenceKind.NO_CARE and group is not Group.G1:
        return applied("only-g1", **facts)
    late = what in policy.REPORTED_AT_ONCE and group in BOUND and told_on > starts
    return applied(LATE if late else OK, **facts)


@rule("HOL-01", BAB("§ 49", stk=3), V1("2.15"), groups=HOLIDAY_RIGHT, since=G16, day="starts")
def holiday(group: Group | None, earned: bool, starts: date, ends: date, notified_on: date, fixed: bool) -> Applied:
    """A right to earned holiday when it was told two weeks before and nothing was fixed in it; a single day without the two
    weeks. Told later, the authority may approve it.

    `fixed`: an interview in it was planned when it was told, and still is; of job referrals and offers the platform knows
    nothing. One that was fixed only afterwards takes nothing away (»ikke allerede«). Groups that BAB § 49, stk. 3, does not
    name, and holiday that was told after it began, are for the authority to decide (INF).
    """
    facts = {
        "group": group,
        "earned": earned,
        "starts": starts,
        "ends": ends,
        "notified_on": notified_on,
        "fixed": fixed,
    }
    if fixed or not earned:
        return applied("no-right", **facts)
    in_time = notified_on + timedelta(days=policy.HOLIDAY_NOTICE) <= starts
    single = starts == ends and notified_on <= starts
    return applied("right" if group in HOLIDAY_RIGHT and (in_time or single) else "discretion", **facts)

"""When an authority sets the interview itself (*indkaldelse*). LAB § 34, stk. 2; BAB § 46; V1 2.1, 2.11; V2 4.2."""

from datetime import date, timedelta

from contracts.types import Channel, Group, InterviewType, Party
from services.slots import policy
from services.slots.rules.booking import SB
from shared.law.citation import BAB, FAQ, LAB, V1, V2
from shared.law.periods import E24, G16, P24
from shared.law.rule import OK, Applied, applied, rule

SHORT = timedelta(days=8)
"""»et varsel på mindre end 8 dage«, V1 2.1."""
KHS = frozenset({Group.G2, Group.G3, Group.G4O, Group.G4U, Group.G5})
REGARDED = KHS | {Group.G7, Group.G8, Group.G9}
"""»§ 1, nr. 2-5 og 7-9«, BAB § 46, stk. 2."""


@rule("SUM-01", LAB("§ 34", stk=2), LAB("§ 31", stk=3), V1("2.1"), V2("4.2"), groups=SB, since=G16)
def first_is_summoned(group: Group | None, party: Party, held_before: int, held_on: date) -> Applied:
    """The first interview is summoned to: of kontanthjælp and uddannelseshjælp at the jobcentre, from 2024 of G1 at the a-kasse.

    G1 in the target group for an education order are the jobcentre's (AK-04), which has no first interview to summon to.
    """
    by_fund = group is Group.G1 and party is Party.A_KASSE and held_on >= E24
    first = held_before == 0 and (group in KHS or by_fund)
    return applied("summons" if first else OK, group=group, party=party, held_before=held_before, held_on=held_on)


@rule("SUM-02", LAB("§ 34", stk=2), V1("1.1"), V1("2.1"), FAQ("14-09-2016"), groups=SB, since=G16)
def short_notice(summoned_on: date, held_on: date) -> Applied:
    """In less than eight days an interview can only be summoned to (*kort varsel*): no deadline may be that short."""
    short = held_on < summoned_on + SHORT
    return applied("short" if short else OK, summoned_on=summoned_on, held_on=held_on)


@rule("SUM-03", FAQ("13-02-2018"), groups=SB, since=G16)
def through_jobnet(channel: Channel, summoned_on: date, held_on: date) -> Applied:
    """Through Jobnet the interview lies eight days ahead at the earliest; sooner ones go another way (AMB, policy)."""
    too_soon = channel is Channel.JOBNET and held_on < summoned_on + policy.JOBNET_AHEAD
    return applied("too-soon" if too_soon else OK, channel=channel, summoned_on=summoned_on, held_on=held_on)


@rule("SUM-04", BAB("§ 46"), V1("2.11"), groups=SB, since=G16)
def rightly_summoned(
    group: Group | None, barred: str | None, channel: Channel, starts: str, ends: str, from_time: str, to_time: str
) -> Applied:
    """Whoever is exempt or deprived is summoned in writing and personally; with regard to when the citizen cannot come.

    Times are Danish times of the interview's day; `from_time` up to `to_time` is when the citizen cannot come for childcare,
    health or another reasonable ground reported (none: from and to the same). The order gives that regard to G2-G5 and
    G7-G9, when they are summoned at all (INF); where the group is not known it is given too.
    """
    said = {"group": group, "barred": barred, "channel": channel, "starts": starts, "ends": ends}
    said |= {"from_time": from_time, "to_time": to_time}
    if barred and channel not in policy.IN_WRITING_AND_PERSONAL:
        return applied("not-in-writing", **said)
    regarded = group is None or group in REGARDED
    hindered = max(starts, from_time) < min(ends, to_time)
    return applied("hindered" if regarded and hindered else OK, **said)


def taken_back(group: Group | None, channel: Channel, at: str) -> Applied:
    """A summons is called off in the way it has to come, and no hour of the day hinders that (INF)."""
    return rightly_summoned(group, None, channel, at, at, at, at)


@rule(
    "SUM-05",
    LAB("§ 34", stk=1),
    V1("2.1"),
    V1("2.13.2"),
    groups=("G1",),
    since=G16,
    until=P24,
    day="law_of",
)
def joint_is_summoned(interview_type: InterviewType, booked_on: date, law_of: date) -> Applied:
    """Until the end of 2023 joint interviews (*fællessamtaler*) are summoned to, never self-booked.

    `law_of`: the day whose law holds; that of who keeps the old course is 2023's also later (TR-03, V2 15.3).
    """
    reserved = interview_type is InterviewType.JOINT
    return applied(
        "summons-only" if reserved else OK, interview_type=interview_type, booked_on=booked_on, law_of=law_of
    )


@rule("SUM-06", LAB("§ 34", stk=1), V2("4.2"), groups=("G1",), since=E24, day="law_of")
def jobcentre_chose(interview_type: InterviewType, booked_on: date, law_of: date) -> Applied:
    """From 2024 the jobcentre chooses between self-booking and summons; by publishing a joint time it chose self-booking."""
    return applied(OK, interview_type=interview_type, booked_on=booked_on, law_of=law_of)


@rule("EX-06", BAB("§ 45"), BAB("§ 46", stk=1), LAB("§ 35"), V1("2.11"), V2("4.2"), groups=SB, since=G16)
def books_alone(barred: str | None, booked_on: date) -> Applied:
    """Exempt (*fritaget*) or deprived (*frataget*): summoned instead. An authority may still book for the citizen (INF)."""
    return applied(barred or OK, booked_on=booked_on)

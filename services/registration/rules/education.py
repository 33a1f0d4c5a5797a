"""The target group for an education order (*uddannelsespålæg*), and its way to the jobcentre. LAB § 27, stk. 3."""

from datetime import date, timedelta

from shared.law.citation import LAB, V2
from shared.law.periods import E24
from shared.law.rule import Applied, applied, rule

UNDER = 25
"""Years; »under 25 år«, LAB § 27, stk. 3."""
WITHIN = timedelta(days=14)
"""»senest 2 uger efter personens tilmelding som jobsøgende«, LAB § 27, stk. 3."""

IN_TARGET, LATE, STAYS, NO_TARGET = "in-target", "late", "stays-at-jobcentre", "not-in-target"


@rule("AK-04", LAB("§ 27", stk=3), V2("2.1"), groups=("G1",), since=E24, day="decided_on")
def education_target(decided_on: date, age: int, qualifying_education: bool, children_at_home: bool) -> Applied:
    """Under 25, without qualifying education, without a duty to support children at home: all three, nothing else.

    The a-kasse does not assess whether the member could take an education. AMB: the age on the day of registration as a
    job-seeker, or on the day of the decision, as the policy says.
    """
    target = age < UNDER and not qualifying_education and not children_at_home
    return applied(
        IN_TARGET if target else NO_TARGET,
        decided_on=decided_on, age=age, qualifying_education=qualifying_education, children_at_home=children_at_home,
    )  # fmt: skip


@rule("AK-05", LAB("§ 27", stk=3), V2("2.1"), V2("3.2"), groups=("G1",), since=E24, day="decided_on")
def to_the_jobcentre(target: bool, registered_on: date, decided_on: date, in_target_since: date | None) -> Applied:
    """The a-kasse's decision (*visitering*) moves the course to the jobcentre, within 14 days of the registration.

    A later one moves it too, and is marked late (INF): the member's right to the course does not depend on the a-kasse's
    haste. `in_target_since`: an earlier decision in the same placement. It is not undone, whatever changes: the jobcentre
    does not send anybody back.
    """
    facts = {"registered_on": registered_on, "decided_on": decided_on, "in_target_since": in_target_since}
    if not target:
        back = in_target_since is not None and in_target_since < decided_on
        return applied(STAYS if back else NO_TARGET, target=target, **facts)
    return applied(LATE if decided_on > registered_on + WITHIN else IN_TARGET, target=target, **facts)

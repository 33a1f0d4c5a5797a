"""Whether a deadline binds the citizen at all. BAB § 44, stk. 1-2; LAB § 34; V1 2.1, 2.2, 3."""

from datetime import date

from contracts.types import Group, InterviewType
from services.deadlines import policy
from services.deadlines.rules.groups import SB
from shared.law.citation import BAB, FAQ, LAB, V1, V2
from shared.law.periods import E21, G16, P24
from shared.law.rule import Applied, applied, rule

G1_BEGAN = date(2016, 9, 1)
"""FAQ 13-02-2018."""
SECOND_BEGAN = date(2020, 1, 1)
"""star.dk, outside the sources; V1 Indledning presupposes it."""

BEGAN = dict.fromkeys(SB, E21) | {
    Group.G1: G1_BEGAN,
    Group.G2: SECOND_BEGAN,
    Group.G4O: SECOND_BEGAN,
    Group.G7: SECOND_BEGAN,
}
"""When the duty began, per group. V1 Indledning for those from 2021."""


@rule(
    "TG-01", LAB("§ 34", stk=1), LAB("§ 34", stk=3), BAB("§ 44", stk=1), V1("Indledning"), V1("2.1"), V1("2.2"),
    groups=SB, since=G16,
)  # fmt: skip
def must_book(group: Group | None, visible_on: date, set_on: date, freed: str | None = None) -> Applied:
    """Somebody in the contact course, in a group with the duty, for whom the deadline stands on Jobnet from `visible_on`.

    `freed`: why the citizen has no duty that day all the same: exempted or deprived (EX-06), on standby (FORM-05).
    """
    if group is None:
        outcome = "not-registered"
    elif group not in SB:
        outcome = "no-duty"
    elif freed is not None:
        outcome = freed
    else:
        outcome = "ok" if visible_on >= set_on - policy.BACKDATED else "visible-before-set"
    return applied(outcome, group=group, visible_on=visible_on, set_on=set_on, freed=freed)


@rule(
    "TG-05",
    LAB("§ 34", stk=1),
    LAB("§ 34", stk=3),
    BAB("§ 44", stk=1),
    FAQ("13-02-2018"),
    V1("Indledning"),
    groups=SB,
    since=G16,
)
def duty_has_begun(group: Group, visible_on: date) -> Applied:
    """The duty came to one group after another; the law of the day on which the deadline is shown decides.

    G1 from 2016-09-01, G2, G4o and G7 from 2020-01-01 (star.dk, outside the sources), the others from 2021-01-01. From its
    day on each group is held to the other rules of self-booking, whichever earlier day stands with them.
    """
    begins = BEGAN.get(group)
    outcome = "ok" if begins is not None and visible_on >= begins else "not-yet"
    return applied(outcome, group=group, visible_on=visible_on, begins=begins)


@rule("GUI-01", BAB("§ 44", stk=2), V1("3"), groups=SB, since=G16, day="visible_on")
def guided_before(guided_on: date | None, visible_on: date) -> Applied:
    """The citizen has been guided (*vejledt*) before, that is on an earlier day."""
    outcome = "ok" if guided_on is not None and guided_on < visible_on else "not-guided"
    return applied(outcome, guided_on=guided_on, visible_on=visible_on)


@rule("SUM-05", LAB("§ 34", stk=1), V1("2.1"), V2("4.2"), groups=SB, since=G16, until=P24, day="law_of")
def not_reserved_for_summons(interview_type: InterviewType, visible_on: date, law_of: date) -> Applied:
    """Until the end of 2023 joint interviews (*fællessamtaler*) were summoned, never self-booked.

    `law_of`: the day whose law holds; a transitional person's is that of 2023 also later (TR-03, V2 15.3).
    """
    joint = interview_type is InterviewType.JOINT
    return applied(
        "summons-only" if joint else "ok", interview_type=interview_type, visible_on=visible_on, law_of=law_of
    )

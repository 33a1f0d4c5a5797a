"""A command that comes again has no second effect and gets the first answer."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from contracts.common.v1 import CommandRefused
from contracts.deadlines.v1 import ExtendDeadline, SetDeadline
from contracts.gateway.v1 import CommandAnswered
from contracts.registration.v1 import RegisterCitizen
from contracts.types import Group
from services.gateway.policy import PLACES
from shared.law.decision import To
from tests.services.gateway.records import JOBCENTRE, NOW, Life, out, said, topics
from tests.services.gateway.test_router import DEADLINE_SET, REGISTER, SET

FIRST, SECOND, THIRD = (f"in.jobcentre-46100/2@{offset}" for offset in (118, 119, 120))
YES = CommandAnswered(command="SetDeadline", command_id="k-17", outcome="accepted")


@pytest.fixture
def anna() -> Life:
    """Registered, with one deadline asked for and not answered yet."""
    life = Life()
    life.sends(REGISTER)
    life.sends(SET, id="k-17", place=FIRST)
    return life


def answered(life: Life) -> list[tuple[CommandAnswered, str]]:
    """What is said to the sender when the answer comes, and of which record."""
    decision = life.learns(DEADLINE_SET, "deadlines", answers=2)
    sent = [to for to in decision.events if isinstance(to, To) and isinstance(to.body, CommandAnswered)]
    return [(to.body, to.headers["ce_causationid"]) for to in sent]


def test_the_same_record_again_does_nothing(anna: Life) -> None:
    before = anna.case
    decision = anna.sends(SET, id="k-17", place=FIRST)
    assert decision.events == () and anna.case is before


def test_a_repetition_before_the_answer_gets_it_when_it_comes(anna: Life) -> None:
    assert anna.sends(SET, id="k-17", place=SECOND).events == ()
    assert answered(anna) == [(YES, FIRST), (replace(YES, repeated=True), SECOND)]


def test_a_repetition_after_the_answer_gets_it_at_once_and_each_record_only_once(anna: Life) -> None:
    assert answered(anna) == [(YES, FIRST)]
    decision = anna.sends(SET, id="k-17", place=SECOND, time=NOW + timedelta(days=20))
    again = To(f"out.{JOBCENTRE}", replace(YES, repeated=True), headers={"ce_causationid": SECOND})
    assert decision.events == (again,) and decision.pending and decision.refusal is None
    assert anna.sends(SET, id="k-17", place=SECOND).events == ()
    assert topics(anna.sends(SET, id="k-17", place=THIRD)) == [f"out.{JOBCENTRE}"]


def test_a_repetition_takes_no_number(anna: Life) -> None:
    anna.sends(SET, id="k-17", place=SECOND)
    assert anna.case.number == 2


@pytest.mark.parametrize("other", [SetDeadline(due=date(2024, 3, 13)), ExtendDeadline(due=date(2024, 3, 12))])
@pytest.mark.parametrize("late", [False, True])
def test_another_command_under_the_same_id_is_refused_and_the_first_one_stands(
    other: SetDeadline | ExtendDeadline, late: bool, anna: Life
) -> None:
    if late:
        answered(anna)
    decision = anna.sends(other, id="k-17", place=SECOND)
    assert decision.refusal is not None and decision.refusal.code == "DUPLICATE_ID"
    [answer] = out(decision, f"out.{JOBCENTRE}")
    assert (answer.command, answer.code, answer.repeated) == (type(other).__name__, "DUPLICATE_ID", False)
    assert answer.facts == {"command": "SetDeadline", "first": FIRST}
    if not late:
        assert answered(anna) == [(YES, FIRST)]


def test_another_sender_may_use_the_same_id(anna: Life) -> None:
    assert topics(anna.sends(SET, "akasse-05", id="k-17")) == ["deadlines.commands"]


def test_a_refusal_by_a_rule_is_repeated_with_its_facts(anna: Life) -> None:
    no = CommandRefused(command="SetDeadline", command_id="k-17", code="TOO_SHORT", rule="DL-01", facts={"days": 7})
    [first] = out(anna.learns(no, "deadlines", answers=2), f"out.{JOBCENTRE}")
    assert out(anna.sends(SET, id="k-17", place=SECOND), f"out.{JOBCENTRE}") == [replace(first, repeated=True)]


def test_a_refusal_by_the_router_is_repeated_not_judged_anew() -> None:
    life = Life()
    [no] = out(life.sends(SET, id="k-1"), f"out.{JOBCENTRE}")
    life.sends(RegisterCitizen(group=Group.G1, jobcentre="46100"))
    again = life.sends(SET, id="k-1")
    assert no.code == "NO_RELATION" and out(again, f"out.{JOBCENTRE}") == [replace(no, repeated=True)]
    assert again.refusal is None and said(again) == []


def test_a_sender_in_a_loop_does_not_make_the_case_grow_without_end(anna: Life) -> None:
    for offset in range(200, 200 + 3 * PLACES):
        anna.sends(SET, id="k-17", place=f"in.jobcentre-46100/2@{offset}")
    places = anna.case.commands["jobcentre-46100/k-17"].places
    assert (len(places), places[0], places[-1]) == (PLACES, FIRST, f"in.jobcentre-46100/2@{199 + 3 * PLACES}")

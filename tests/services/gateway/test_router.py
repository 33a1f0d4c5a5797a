"""The router: who may send what, in which order it goes inward, and what is said to who may not."""

from datetime import date, timedelta
from typing import Any

import pytest

from contracts.akasse.v1 import AnswerNotice
from contracts.common.v1 import CommandRefused, DiscardParked, ParkedDiscarded, ParkedReleased, ReleaseParked
from contracts.deadlines.v1 import CloseDeadline, DeadlineSet, SetDeadline
from contracts.gateway.v1 import CommandAnswered, RelationsChanged
from contracts.registration.v1 import (
    CitizenRegistered,
    CorrectDeregistration,
    Deregister,
    MoveCitizen,
    RecordGuidance,
    RegisterCitizen,
    ReportSick,
    ReRegister,
)
from contracts.registry import CONTRACTS
from contracts.slots.v1 import BookInterview, PublishSlots, SlotsPublished
from contracts.topics import supply_of
from contracts.types import Group, InterviewType
from services.gateway.case import Case
from services.gateway.commands import FORGET
from shared.law.decision import Decision, Message, Timer, TimerFired, To
from shared.law.value import replace
from tests.services.gateway.records import (
    AKASSE,
    ANNA,
    JOBCENTRE,
    NOW,
    PLANNER,
    Life,
    at,
    command,
    decide,
    out,
    said,
    topics,
)

REGISTER = RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05")
SET = SetDeadline(due=date(2024, 3, 12))
CLOSED = CloseDeadline()
DEADLINE_SET = DeadlineSet(
    deadline=ANNA, visible_on=date(2024, 3, 4), due=date(2024, 3, 12), hold_by=date(2024, 3, 19),
    interview_type=InterviewType.JOB, owner=JOBCENTRE,
)  # fmt: skip
REGISTERED = CitizenRegistered(
    group=Group.G1, jobcentre="46100", akasse="05", insured=None, job_seeker=True, on=date(2024, 3, 4)
)


@pytest.fixture
def anna() -> Life:
    """Registered by her jobcentre, a member of a fund."""
    life = Life()
    life.sends(REGISTER)
    return life


def inward(decision: Decision[Case]) -> To:
    """The one command that went inward."""
    [sent] = [each for each in decision.events if isinstance(each, To) and each.topic.endswith(".commands")]
    return sent


def refusal(decision: Decision[Case], source: str = JOBCENTRE) -> CommandAnswered:
    """A refusal: nothing goes inward, the sender is answered, the event is left to the runtime."""
    assert topics(decision) == [f"out.{source}"] and decision.refusal is not None and said(decision) == []
    [answer] = out(decision, f"out.{source}")
    assert (answer.outcome, answer.code, answer.facts) == ("refused", decision.refusal.code, decision.refusal.facts)
    assert isinstance(answer, CommandAnswered)
    return answer


def test_a_command_goes_to_its_service_with_all_that_the_sender_said(anna: Life) -> None:
    decision = anna.sends(SET, id="k-17", place="in.jobcentre-46100/2@118")
    sent = inward(decision)
    assert (sent.topic, sent.body, sent.key, decision.pending, decision.refusal) == (
        "deadlines.commands",
        SET,
        None,
        True,
        None,
    )
    assert dict(sent.headers) == {
        "ce_id": "k-17", "ce_source": JOBCENTRE, "ce_time": NOW.isoformat(), "ce_recordedtime": NOW.isoformat(),
        "ce_causationid": "in.jobcentre-46100/2@118", "ce_number": "2", "ce_after": "registration:1",
    }  # fmt: skip


def test_commands_are_numbered_and_say_how_far_the_other_services_must_have_come(anna: Life) -> None:
    bodies: list[tuple[Any, str]] = [
        (SET, JOBCENTRE), (RecordGuidance(), JOBCENTRE), (BookInterview(slot="t-1"), "jobnet"), (CLOSED, AKASSE),
        (CONTRACT_ANSWER, AKASSE), (ReRegister(), "jobnet"),
    ]  # fmt: skip
    sent = [inward(anna.sends(body, source)) for body, source in bodies]
    assert [(to.topic, to.headers["ce_number"], to.headers["ce_after"]) for to in sent] == [
        ("deadlines.commands", "2", "registration:1"),
        ("registration.commands", "3", "deadlines:2"),
        ("slots.commands", "4", "deadlines:2,registration:3"),
        ("deadlines.commands", "5", "registration:3,slots:4"),
        ("akasse.commands", "6", "deadlines:5,registration:3,slots:4"),
        ("registration.commands", "7", "akasse:6,deadlines:5,slots:4"),
    ]


CONTRACT_ANSWER = AnswerNotice(notice=ANNA, relevant=True, sanctioned=False)


def test_a_refused_command_takes_no_number(anna: Life) -> None:
    assert refusal(anna.sends(SET, "jobcentre-70700"), "jobcentre-70700").code == "NO_RELATION"
    assert inward(anna.sends(SET)).headers["ce_number"] == "2"


def test_the_answer_to_a_refusal_names_the_record(anna: Life) -> None:
    decision = anna.sends(SET, "jobcentre-70700", place="in.jobcentre-70700/1@5")
    [sent] = [each for each in decision.events if isinstance(each, To)]
    assert dict(sent.headers) == {"ce_causationid": "in.jobcentre-70700/1@5"}


@pytest.mark.parametrize(
    ("body", "source", "code"),
    [
        (SET, "jobnet", "SENDER_NOT_ALLOWED"),
        (BookInterview(slot="t-1"), AKASSE, "SENDER_NOT_ALLOWED"),
        (PublishSlots(slots=()), JOBCENTRE, "SENDER_NOT_ALLOWED"),
        (ReleaseParked(service="slots", citizen=ANNA, message="m"), JOBCENTRE, "SENDER_NOT_ALLOWED"),
        (SET, "jobcentre-70700", "NO_RELATION"),
        (SET, "akasse-46", "NO_RELATION"),
        (REGISTER, "jobcentre-70700", "NO_RELATION"),
        (RegisterCitizen(group=Group.G1, jobcentre="70700", akasse="05"), JOBCENTRE, "WRONG_JOBCENTRE"),
        (RegisterCitizen(group=Group.G1, jobcentre="70700", akasse="05"), "jobnet", "NO_RELATION"),
        (RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="46"), "akasse-46", "NO_RELATION"),
        (RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="46"), "jobnet", "NO_RELATION"),
        (MoveCitizen(jobcentre="70700"), "jobcentre-70700", "NO_RELATION"),
        (MoveCitizen(jobcentre="70700"), AKASSE, "SENDER_NOT_ALLOWED"),
        (CorrectDeregistration(effective=date(2024, 3, 13)), "jobcentre-70700", "NO_RELATION"),
        (ReportSick(), "akasse-46", "NO_RELATION"),
        (RegisterCitizen(group=Group.G1, jobcentre="70700"), "jobcentre-70700", "NO_RELATION"),
        (ReleaseParked(service="gateway", citizen=ANNA, message="m"), "ops", "SERVICE_UNKNOWN"),
        (ReleaseParked(service="console", citizen=ANNA, message="m"), "ops", "SERVICE_UNKNOWN"),
    ],
)
def test_who_may_not_send_a_command_is_told_why_and_nothing_about_the_citizen(
    body: Any, source: str, code: str, anna: Life
) -> None:
    answer = refusal(anna.sends(body, source), source)
    assert answer.code == code and answer.rule is None
    assert "46100" not in repr(answer.facts).replace(source, "") or code == "WRONG_JOBCENTRE"


@pytest.mark.parametrize("source", ["jobcentre-70700", JOBCENTRE, "jobnet", AKASSE])
def test_whoever_belongs_to_nobody_is_registered_by_anybody_for_the_municipality_of_residence(source: str) -> None:
    life = Life()
    assert said(life.sends(REGISTER, source)) == [
        RelationsChanged(jobcentre="46100", akasse="05", since=date(2024, 3, 4))
    ]
    assert inward(life.sends(SET)).topic == "deadlines.commands"
    assert refusal(life.sends(SET, "jobcentre-70700"), "jobcentre-70700").code == "NO_RELATION"


def test_one_registers_again_at_any_jobcentre_and_nothing_else_there(anna: Life) -> None:
    assert inward(anna.sends(ReRegister(), "jobcentre-70700")).topic == "registration.commands"
    assert refusal(anna.sends(Deregister(), "jobcentre-70700"), "jobcentre-70700").code == "NO_RELATION"
    assert refusal(Life().sends(ReRegister(), "jobcentre-70700"), "jobcentre-70700").code == "NO_RELATION"


@pytest.mark.parametrize("source", [JOBCENTRE, "jobnet"])
def test_a_citizen_who_moves_belongs_to_the_new_jobcentre_from_then_on(source: str, anna: Life) -> None:
    moved = anna.sends(MoveCitizen(jobcentre="70700"), source)
    assert said(moved) == [RelationsChanged(jobcentre="70700", akasse="05", since=date(2024, 3, 4))]
    assert inward(anna.sends(SET, "jobcentre-70700")).topic == "deadlines.commands"
    assert refusal(anna.sends(SET), JOBCENTRE).code == "NO_RELATION"
    assert inward(anna.sends(SET, AKASSE)).topic == "deadlines.commands"


@pytest.mark.parametrize("source", ["jobnet", AKASSE])
def test_what_is_known_may_be_said_again_by_the_citizen_and_the_fund(source: str, anna: Life) -> None:
    assert said(anna.sends(REGISTER, source)) == []


@pytest.mark.parametrize(
    ("body", "source"),
    [(SET, JOBCENTRE), (SET, AKASSE), (BookInterview(slot="t-1"), "jobnet"), (Deregister(), "jobnet")],
)
def test_nobody_is_related_to_a_citizen_never_registered(body: Any, source: str) -> None:
    assert refusal(Life().sends(body, source), source).code == "NO_RELATION"


def test_a_fund_may_act_within_its_window_and_not_after(anna: Life) -> None:
    anna.sends(RegisterCitizen(group=Group.G2, jobcentre="46100"), time=at(date(2024, 4, 1)))
    last = date(2024, 3, 31) + timedelta(days=120)
    assert inward(anna.sends(CLOSED, AKASSE, time=at(last))).topic == "deadlines.commands"
    assert refusal(anna.sends(CLOSED, AKASSE, time=at(last + timedelta(days=1))), AKASSE).code == "NO_RELATION"


def test_a_registration_makes_the_relations_and_says_so() -> None:
    life = Life()
    assert said(life.sends(REGISTER)) == [RelationsChanged(jobcentre="46100", akasse="05", since=date(2024, 3, 4))]
    assert said(life.sends(REGISTER)) == []
    later = RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="46", on=date(2024, 5, 1))
    assert said(life.sends(later)) == [RelationsChanged(jobcentre="46100", akasse="46", since=date(2024, 5, 1))]


def test_a_registration_that_is_refused_leaves_the_relations_as_they_were(anna: Life) -> None:
    anna.sends(RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="46"), id="k-2")
    no = CommandRefused(command="RegisterCitizen", command_id="k-2", code="NO")
    decision = anna.learns(no, "registration", answers=2)
    assert said(decision) == [RelationsChanged(jobcentre="46100", akasse="05", since=date(2024, 3, 4))]
    assert refusal(anna.sends(CLOSED, "akasse-46"), "akasse-46").code == "NO_RELATION"


def test_a_first_registration_that_is_refused_leaves_nobody_related() -> None:
    life = Life()
    life.sends(REGISTER)
    life.learns(CommandRefused(command="RegisterCitizen", command_id="k", code="NO"), "registration", answers=1)
    assert refusal(life.sends(SET)).code == "NO_RELATION"
    assert (
        inward(life.sends(RegisterCitizen(group=Group.G1, jobcentre="70700"), "jobcentre-70700")).headers["ce_number"]
        == "2"
    )


def test_of_two_registrations_at_once_the_good_one_stands_though_the_bad_one_came_first() -> None:
    life = Life()
    life.sends(RegisterCitizen(group=Group.G2, jobcentre="46100", akasse="05"))
    life.sends(REGISTER)
    no = CommandRefused(command="RegisterCitizen", command_id="k", code="NO")
    assert said(life.learns(no, "registration", answers=1)) == []
    assert inward(life.sends(CLOSED, AKASSE)).headers["ce_number"] == "3"


def test_the_refusal_of_another_command_changes_no_relation(anna: Life) -> None:
    anna.sends(SET)
    anna.learns(CommandRefused(command="SetDeadline", command_id="k", code="NO"), "deadlines", answers=2)
    assert inward(anna.sends(CLOSED)).headers["ce_number"] == "3"


def test_a_planner_speaks_for_its_own_supply_without_relation_to_anybody() -> None:
    supply = Life(supply_of(JOBCENTRE))
    sent = inward(supply.sends(PublishSlots(slots=()), PLANNER))
    assert (sent.topic, sent.headers["ce_number"], sent.headers["ce_after"]) == ("slots.commands", "1", "")
    [answer] = out(supply.learns(SlotsPublished(supplier=JOBCENTRE, slots=()), "slots", answers=1), f"out.{PLANNER}")[
        :1
    ]
    assert answer.outcome == "accepted"


def test_an_event_that_carries_its_number_answers_a_command_once(anna: Life) -> None:
    anna.sends(SET, id="k-17", place="in.jobcentre-46100/2@118")
    decision = anna.learns(DEADLINE_SET, "deadlines", answers=2)
    first = decision.events[0]
    assert first == To(
        f"out.{JOBCENTRE}",
        CommandAnswered(command="SetDeadline", command_id="k-17", outcome="accepted"),
        headers={"ce_causationid": "in.jobcentre-46100/2@118"},
    )
    again = anna.learns(DEADLINE_SET, "deadlines", answers=2)
    assert not any(isinstance(body, CommandAnswered) for body in out(again, f"out.{JOBCENTRE}"))


def test_the_answer_to_a_refused_command_says_code_rule_and_facts(anna: Life) -> None:
    anna.sends(SET, AKASSE, id="k-17")
    no = CommandRefused(command="SetDeadline", command_id="k-17", code="TOO_SHORT", rule="DL-01", facts={"days": 7})
    [answer] = out(anna.learns(no, "deadlines", answers=2), f"out.{AKASSE}")
    assert answer == CommandAnswered(
        command="SetDeadline", command_id="k-17", outcome="refused", code="TOO_SHORT", rule="DL-01", facts={"days": 7}
    )


@pytest.mark.parametrize(("source", "answers"), [("slots", 2), ("deadlines", None), ("deadlines", 3), ("deadlines", 1)])
def test_an_event_of_another_service_or_number_answers_nothing(source: str, answers: int | None, anna: Life) -> None:
    anna.sends(SET)
    decision = anna.learns(DEADLINE_SET, source, answers=answers)
    assert not [body for to in topics(decision) for body in out(decision, to) if isinstance(body, CommandAnswered)]


@pytest.mark.parametrize(
    ("body", "done"),
    [
        (ReleaseParked(service="slots", citizen=ANNA, message="m"), ParkedReleased(message="m")),
        (
            DiscardParked(service="slots", citizen=ANNA, message="m", reason="r"),
            ParkedDiscarded(message="m", reason="r"),
        ),
    ],
)
def test_an_operators_command_goes_to_the_service_it_names_and_is_answered_by_what_was_done(
    body: Any, done: Any
) -> None:
    life = Life()
    sent = inward(life.sends(body, "ops", id="o-1"))
    assert sent.topic == "slots.commands" and not {"ce_number", "ce_after"} & sent.headers.keys()
    assert life.case.number == 0
    [answer] = out(life.learns(done, "slots", correlation="ops/o-1"), "out.ops")
    assert answer.outcome == "accepted"
    assert out(life.learns(done, "slots", correlation="ops/o-1"), "out.ops") == []


def test_an_operators_command_that_finds_nothing_parked_is_answered_with_the_refusal() -> None:
    life = Life()
    life.sends(ReleaseParked(service="slots", citizen=ANNA, message="m"), "ops", id="o-1")
    no = CommandRefused(command="ReleaseParked", command_id="o-1", code="NOT_PARKED")
    [answer] = out(life.learns(no, "slots", correlation="ops/o-1"), "out.ops")
    assert (answer.outcome, answer.code) == ("refused", "NOT_PARKED")


def test_the_router_takes_every_command_and_the_feeds_every_event_of_the_services() -> None:
    expected = {
        c.model for c in CONTRACTS.values() if c.kind == "command" or (c.kind == "event" and c.service != "gateway")
    }
    assert set(decide.messages) == expected


def test_a_month_of_commands_is_forgotten_thirty_days_after_its_last_day(anna: Life) -> None:
    life = Life()
    first = life.sends(REGISTER, id="k-1", time=at(date(2024, 3, 4)))
    assert first.timers == (Timer(FORGET, "2024-03", first.timers[0].due_at),)  # type: ignore[union-attr]
    assert life.sends(SET, time=at(date(2024, 3, 31))).timers == ()
    [timer] = life.sends(CLOSED, id="k-3", time=at(date(2024, 4, 2))).timers
    assert isinstance(timer, Timer) and timer.key == "2024-04"
    due_at = first.timers[0].due_at
    assert date(2024, 3, 31) + timedelta(days=30) <= due_at.date() <= date(2024, 5, 2)
    life.learns(REGISTERED, "registration", answers=1)
    fired = TimerFired(FORGET, "2024-03", due_at)
    life.hears(Message("time", "time", "timer", ANNA, due_at, fired, due_at))
    assert "jobcentre-46100/k-1" not in life.case.commands, "it was answered"
    assert len(life.case.commands) == 2, "one is open, the other of another month"


def test_a_command_with_an_old_business_time_is_remembered_from_when_it_came() -> None:
    late = command(REGISTER, time=at(date(2023, 6, 1)))
    [timer] = decide(Case(ANNA), _recorded(late, date(2024, 3, 4)), date(2023, 6, 1)).timers
    assert isinstance(timer, Timer) and timer.key == "2024-03"


def _recorded(message: Message[Any], day: date) -> Message[Any]:
    return replace(message, recorded=at(day))

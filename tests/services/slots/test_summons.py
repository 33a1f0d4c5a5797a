"""What an authority sets itself: time, channel, regard for the citizen, the letter, and who may call it off."""

from datetime import date
from typing import Any

import pytest

from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.slots.v1 import (
    CancelInterview,
    Hindrance,
    HindrancesStated,
    InterviewCancelled,
    InterviewSummoned,
    PublishSlots,
    SlotsPublished,
    StateHindrances,
    SummonInterview,
    SummonsLetterRequested,
    WithdrawSlots,
)
from contracts.types import Channel, Form, Group, InterviewType, Regime
from shared.law.decision import Refusal, derived
from tests.services.slots.lives import Life, offering, registered, told_responsible
from tests.services.slots.world import ANNA, BO, JOBCENTRE, JOBNET, PLANNER, SUPPLY, World, at, code, joint, slot

TODAY, SOON, LATER = "2024-03-04 10:00", "2024-03-08 09:00", "2024-03-12 09:00"
RIGHT = derived("right")


def summon(life: Life, time: str = TODAY, source: str = JOBCENTRE, **more: Any) -> Any:
    """The one answer; of what is said and posted, the first."""
    if "slot" not in more:
        more = {"starts_at": at(SOON), "staff": "s-9"} | more
    number = life.world.send(life.id, SummonInterview(**more), time, source)
    life.world.settle()
    return life.world.answers[number][0]


def test_a_summons_on_short_notice_needs_no_published_time() -> None:
    anna = registered(World(), ANNA)
    told = summon(anna, place="Torvet 1")
    assert told == InterviewSummoned(
        interview=told.interview,
        supplier=JOBCENTRE,
        starts_at=at(SOON),
        held_on=date(2024, 3, 8),
        summoned_at=at(TODAY),
        summoned_by=JOBCENTRE,
        staff="s-9",
        form=Form.IN_PERSON,
        interview_type=InterviewType.JOB,
        minutes=45,
        slot=f"own.{told.interview}",
        channel=Channel.DIGITAL_POST,
        place="Torvet 1",
    )
    (letter,) = [each for each in anna.world.events if isinstance(each, SummonsLetterRequested)]
    assert letter.interview == told.interview
    assert letter.text.startswith(
        "Du er indkaldt til en jobsamtale den 8. marts 2024 kl. 10.00. Du skal møde personligt"
    )
    assert "Torvet 1" in letter.text


def test_a_published_time_that_is_summoned_to_is_nobody_elses() -> None:
    world = offering(slot("t-1", SOON, staff="s-7", form=Form.VIDEO))
    told = summon(registered(world, ANNA), slot="t-1", channel=Channel.PHONE)
    assert (told.slot, told.staff, told.form) == ("t-1", "s-7", Form.VIDEO)
    assert code(registered(world, BO).book("t-1")) == "SLOT_TAKEN"
    assert code(summon(registered(world, BO), slot="t-1")) == "SLOT_TAKEN"
    assert not [each for each in world.events if isinstance(each, SummonsLetterRequested)]


@pytest.mark.parametrize(
    ("staff", "start", "clash"), [("s-7", "08:20", True), ("s-7", "08:15", False), ("s-8", "08:20", False)]
)
def test_a_member_of_staff_is_not_summoned_over_a_published_time(staff: str, start: str, clash: bool) -> None:
    anna = registered(offering(slot("t-1", SOON)), ANNA)
    answer = summon(anna, starts_at=at(f"2024-03-08 {start}"), staff=staff)
    if clash:
        assert (code(answer), answer.facts["clashing"]) == ("STAFF_DOUBLE_BOOKED", ["t-1"])
    else:
        assert isinstance(answer, InterviewSummoned)


def test_a_planner_cannot_publish_over_a_summons_and_a_summons_called_off_leaves_no_time_behind() -> None:
    anna = registered(World(), ANNA)
    told = summon(anna)
    over = PublishSlots(slots=(slot("t-1", SOON, staff="s-9"),))
    assert code(anna.world.ask(SUPPLY, over, TODAY, PLANNER)) == "STAFF_DOUBLE_BOOKED"
    assert code(anna.world.ask(SUPPLY, WithdrawSlots(slots=(told.slot,)), TODAY, PLANNER)) == "SLOT_BOOKED"
    number = anna.world.send(ANNA, CancelInterview(interview=told.interview), "2024-03-05 09:00", JOBCENTRE)
    anna.world.settle()
    cancelled, letter = anna.world.answers[number]
    assert isinstance(cancelled, InterviewCancelled)
    assert letter.text == "Du er ikke længere indkaldt til en jobsamtale den 8. marts 2024 kl. 10.00. Den er aflyst."
    assert not anna.world.supply().offers
    assert isinstance(anna.world.ask(SUPPLY, over, TODAY, PLANNER), SlotsPublished)


@pytest.mark.parametrize(
    ("until", "time", "refusal"),
    [
        (None, "2024-03-05 09:00", "REBOOKING_NOT_ALLOWED"),
        ("2024-03-06 11:00", "2024-03-06 11:00", None),
        ("2024-03-06 11:00", "2024-03-06 11:01", "REBOOKING_OVER"),
    ],
)
def test_a_citizen_cancels_a_summons_only_if_and_as_long_as_allowed(
    until: str | None, time: str, refusal: str | None
) -> None:
    anna = registered(World(), ANNA)
    told = summon(anna, rebook_until=at(until) if until else None)
    answer = anna.cancel(told.interview, time)
    assert (code(answer) if refusal else type(answer)) == (refusal or InterviewCancelled)


@pytest.mark.parametrize(
    ("start", "channel", "refused"),
    [
        ("2024-03-11 09:00", Channel.JOBNET, "TOO_SOON_FOR_JOBNET"),
        (LATER, Channel.JOBNET, None),
        (SOON, Channel.HANDED_OVER, None),
    ],
)
def test_through_jobnet_the_interview_is_eight_days_ahead(start: str, channel: Channel, refused: str | None) -> None:
    anna = registered(World(), ANNA)
    answer = summon(anna, starts_at=at(start), channel=channel)
    assert (code(answer) if refused else type(answer)) == (refused or InterviewSummoned)
    assert bool(anna.world.supply().offers) == (refused is None)


def test_at_most_one_job_interview_is_planned_whoever_plans_it() -> None:
    world = offering(slot("t-1", LATER), joint("t-2", "2024-03-12 11:00"))
    anna = registered(world, ANNA)
    summon(anna)
    assert code(anna.book("t-1")) == "ALREADY_BOOKED"
    assert code(summon(anna, starts_at=at(LATER))) == "ALREADY_BOOKED"
    assert isinstance(summon(anna, slot="t-2"), InterviewSummoned)
    assert isinstance(summon(anna, "2024-03-08 08:00", starts_at=at("2024-03-18 09:00")), InterviewSummoned)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"starts_at": None, "staff": "s-9"}, "TIME_MISSING"),
        ({"slot": "t-1", "starts_at": at(SOON)}, "TIME_TWICE"),
        ({"staff": None}, "STAFF_MISSING"),
        ({"slot": "t-9"}, "SLOT_UNKNOWN"),
        ({"starts_at": at("2024-03-04 09:59")}, "SLOT_PAST"),
    ],
)
def test_a_summons_that_says_too_little_or_too_much_is_refused(said: dict[str, Any], refusal: str) -> None:
    anna = registered(offering(slot("t-1", SOON)), ANNA)
    assert code(summon(anna, **said)) == refusal
    assert anna.world.citizen(ANNA).claim is None


def test_nobody_summons_a_stranger() -> None:
    assert code(summon(Life(World(), ANNA))) == "NOT_REGISTERED"


def test_only_who_is_responsible_on_the_day_of_the_interview_summons() -> None:
    anna = registered(World(), ANNA, akasse="05")
    assert isinstance(summon(anna, source="akasse-05"), InterviewSummoned)  # nothing was told
    anna = registered(World(), ANNA, akasse="05")
    told_responsible(anna, ("2024-01-08", "akasse-05"), ("2024-03-11", JOBCENTRE))
    assert code(summon(anna)) == "NOT_RESPONSIBLE"
    assert code(summon(anna, source="akasse-05", starts_at=at(LATER))) == "NOT_RESPONSIBLE"
    first = summon(anna, source="akasse-05")
    assert (first.supplier, type(first)) == ("akasse-05", InterviewSummoned)
    assert isinstance(summon(anna, "2024-03-08 10:00", starts_at=at(LATER)), InterviewSummoned)


def basis(life: Life, **more: Any) -> dict[str, str]:
    """The rules that the grant of a summons was judged by."""
    asked: dict[str, Any] = {"starts_at": at(SOON), "staff": "s-9"} | more
    life.world.send(life.id, SummonInterview(**asked), TODAY, JOBCENTRE)
    life.world.deliver()
    ((_, queue),) = ((way, queue) for way, queue in life.world.sent.items() if queue)
    granted = queue.popleft()
    judged = life.world.give(life.id, granted.body, granted.time, granted.source, granted.number)
    return {each.rule: each.outcome for each in judged.applied}


def test_a_summons_says_which_kind_of_summons_it_is() -> None:
    said = basis(registered(World(), ANNA, group=Group.G2))
    assert said == {
        "BK-01": "ok",
        "BK-02": "ok",
        "SUM-01": "summons",
        "SUM-02": "short",
        "SUM-03": "ok",
        "SUM-04": "ok",
    }
    assert basis(registered(World(), ANNA), starts_at=at(LATER))["SUM-02"] == "ok"


def exempt(life: Life, kind: type, on: str) -> None:
    life.tell(kind(right=RIGHT, ground="IT_SKILLS", by=JOBCENTRE, on=date.fromisoformat(on)))


@pytest.mark.parametrize(
    ("kind", "refusal"), [(SelfBookingExempted, "EXEMPT_FROM_BOOKING"), (SelfBookingDeprived, "DEPRIVED_OF_BOOKING")]
)
def test_whoever_is_exempt_or_deprived_does_not_book_but_is_booked_for(kind: type, refusal: str) -> None:
    anna = registered(offering(slot("t-1", LATER)), ANNA)
    exempt(anna, kind, "2024-03-05")
    assert code(anna.book("t-1", "2024-03-05 09:00")) == refusal
    assert anna.book("t-1", "2024-03-05 09:00", JOBCENTRE).booked_by == JOBCENTRE


def test_the_day_before_and_the_day_after_the_withdrawal_one_books() -> None:
    world = offering(slot("t-1", LATER), slot("t-2", "2024-03-12 11:00"))
    anna = registered(world, ANNA)
    exempt(anna, SelfBookingDeprived, "2024-03-05")
    assert anna.book("t-1", "2024-03-04 22:59").booked_by == JOBNET  # one minute to midnight in Denmark
    anna.cancel(None, "2024-03-05 10:00")
    anna.tell(SelfBookingRestored(right=RIGHT, on=date(2024, 3, 8), because="AGREED"))
    assert code(anna.book("t-2", "2024-03-07 22:59")) == "DEPRIVED_OF_BOOKING"
    assert anna.book("t-2", "2024-03-07 23:00").slot == "t-2"


def test_whoever_is_exempt_is_summoned_in_writing() -> None:
    anna = registered(World(), ANNA)
    exempt(anna, SelfBookingExempted, "2024-03-01")
    refusal = summon(anna, channel=Channel.PHONE)
    assert (code(refusal), refusal.rule) == ("NOT_IN_WRITING", "SUM-04")
    assert isinstance(summon(anna, channel=Channel.LETTER), InterviewSummoned)


def test_regard_is_taken_to_when_the_citizen_cannot_come() -> None:
    anna = registered(World(), ANNA, group=Group.G3)
    morning = Hindrance(since=date(2024, 3, 4), until=date(2024, 3, 14), to_time="09:00")
    assert anna.world.ask(ANNA, StateHindrances(hindrances=(morning,)), TODAY) == HindrancesStated(
        hindrances=(morning,)
    )
    assert anna.world.ask(ANNA, StateHindrances(hindrances=(morning,)), TODAY) is None
    refusal = summon(anna, starts_at=at("2024-03-14 07:30"))  # half past eight in Denmark
    assert (code(refusal), refusal.rule) == ("CITIZEN_HINDERED", "SUM-04")
    assert isinstance(summon(anna, starts_at=at("2024-03-14 08:00")), InterviewSummoned)
    bo = registered(World(), BO, group=Group.G1)
    bo.world.ask(BO, StateHindrances(hindrances=(morning,)), TODAY)
    assert isinstance(summon(bo, starts_at=at("2024-03-14 07:30")), InterviewSummoned)


def test_a_hindrance_taken_back_hinders_no_more() -> None:
    anna = registered(World(), ANNA, group=Group.G3)
    always = Hindrance(since=date(2024, 3, 4))
    anna.world.ask(ANNA, StateHindrances(hindrances=(always,)), TODAY)
    assert code(summon(anna)) == "CITIZEN_HINDERED"
    anna.world.ask(ANNA, StateHindrances(hindrances=()), TODAY)
    assert isinstance(summon(anna), InterviewSummoned)


def test_a_joint_interview_is_self_booked_only_from_2024() -> None:
    last, first = "2023-12-31 22:30", "2023-12-31 23:30"
    for time, refused in ((last, True), (first, False)):
        anna = registered(offering(joint("t-1", "2024-01-10 09:00"), now="2023-12-20 10:00"), ANNA)
        answer = anna.book("t-1", time)
        assert isinstance(answer, Refusal) == refused
        assert not refused or (answer.code, answer.rule) == ("SUMMONS_ONLY", "SUM-05")


def test_who_keeps_the_old_course_does_not_book_its_joint_interviews_in_2024() -> None:
    anna = registered(offering(joint("t-1", "2024-03-14 09:00")), ANNA, akasse="05")
    told_responsible(anna, ("2023-12-20", JOBCENTRE), regime=Regime.OLD)
    answer = anna.book("t-1")
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.rule) == ("SUMMONS_ONLY", "SUM-05")


def test_the_cv_talk_is_summoned_by_the_fund_beside_the_interview_that_is_booked() -> None:
    anna = registered(offering(slot("t-1", "2023-12-20 09:00"), now="2023-12-05 10:00"), ANNA, akasse="05")
    told_responsible(anna, ("2023-12-01", JOBCENTRE), regime=Regime.OLD)
    anna.book("t-1", "2023-12-05 11:00")
    told = summon(anna, "2023-12-05 12:00", source="akasse-05", starts_at=at("2023-12-14 09:00"))
    assert (type(told), told.supplier) == (InterviewSummoned, "akasse-05")


def test_whether_the_fund_takes_part_is_said_of_a_joint_interview_only() -> None:
    told = summon(registered(World(), ANNA), interview_type=InterviewType.JOINT, with_akasse=False)
    assert (told.interview_type, told.with_akasse) == (InterviewType.JOINT, False)
    assert summon(registered(World(), ANNA), with_akasse=True).with_akasse is None

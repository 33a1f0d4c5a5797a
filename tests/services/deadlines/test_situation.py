"""What a change in the citizen's own situation does to a deadline (DL-14), whenever it becomes known."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from contracts.deadlines.v1 import (
    Closed,
    DeadlineClosed,
    DeadlineOverdue,
    DeadlineResumed,
    NewDeadlineNeeded,
    OverdueReversed,
)
from contracts.registration.dagpenge_v1 import BenefitStarted, BenefitStopped
from contracts.registration.effort_v1 import LessIntensiveEnded, LessIntensiveStarted
from contracts.registration.v1 import DeregistrationReversed, JobseekerDeregistered, JobseekerReRegistered, Reason
from contracts.types import AbsenceKind, Benefit, Group
from services.deadlines.case import Status
from tests.services.deadlines.life import FUND, JOBCENTRE, Life, anna


def march(group: Group = Group.G3) -> Life:
    return anna(group).set("2024-03-04T10:00", due="2024-03-12")


def test_exempted_before_its_end_closes_the_deadline_and_nothing_follows() -> None:
    life = march().exempted("2024-03-10").until("2024-04-01T00:00")
    assert life.names == ["DeadlineSet", "DeadlineClosed"]
    told = life.only(DeadlineClosed)
    assert (told.reason, told.on) == (Closed.EXEMPTED, date(2024, 3, 10))
    assert life.status() is Status.CLOSED
    assert life.timers == {}


def test_deprived_of_self_booking_closes_it_too() -> None:
    assert march().exempted("2024-03-10", deprived=True).only(DeadlineClosed).reason is Closed.DEPRIVED


def test_an_exemption_from_a_later_day_closes_it_on_that_day() -> None:
    life = march().exempted("2024-03-12", at="2024-03-08T10:00").until("2024-03-11T23:59")
    assert life.status() is Status.OPEN
    life.until("2024-03-12T00:10")
    assert life.only(DeadlineClosed).on == date(2024, 3, 12)
    assert life.until("2024-04-01T00:00").none(DeadlineOverdue)


@pytest.mark.parametrize(("on", "missed"), [("2024-03-12", False), ("2024-03-13", True)])
def test_a_miss_before_the_exemption_stands_and_nothing_more_is_demanded(on: str, missed: bool) -> None:
    life = march().until("2024-03-13T00:10").exempted(on, at="2024-03-13T09:00")
    assert life.none(OverdueReversed) is missed
    assert life.status() is Status.CLOSED


def test_an_exemption_known_late_takes_the_miss_back_and_says_why() -> None:
    life = march().until("2024-03-13T00:10").exempted("2024-03-10", at="2024-03-15T09:00")
    assert life.names == ["DeadlineSet", "DeadlineOverdue", "OverdueReversed", "DeadlineClosed"]
    told = life.only(OverdueReversed)
    assert (told.because, told.due) == ("EXEMPTED", date(2024, 3, 12))
    assert life.rules == ["DL-14", "DL-10"]


def test_an_exemption_from_before_the_deadline_was_given_closes_it_from_the_start() -> None:
    life = march().until("2024-03-13T00:10").exempted("2024-03-01", at="2024-03-15T09:00")
    assert life.case.deadlines[0].lapsed_at == life.case.deadlines[0].set_at
    assert life.only(DeadlineClosed).on == date(2024, 3, 4)


def test_an_exemption_that_was_over_when_the_deadline_was_given_does_not_touch_it() -> None:
    life = march().exempted("2024-02-01", at="2024-03-05T08:00").restored("2024-03-04", at="2024-03-05T09:00")
    assert life.status() is Status.OPEN
    assert life.names[-1] == "DeadlineResumed"


def test_an_exemption_that_never_was_puts_the_deadline_back_in_play_and_it_is_missed() -> None:
    life = march().exempted("2024-03-10").restored("2024-03-10", at="2024-03-14T09:00").until("2024-03-14T09:10")
    assert life.names == ["DeadlineSet", "DeadlineClosed", "DeadlineResumed", "DeadlineOverdue"]
    assert life.only(DeadlineResumed).because is Closed.EXEMPTED


def test_but_not_beside_a_newer_deadline() -> None:
    life = march().exempted("2024-03-06").restored("2024-03-10").set("2024-03-10T10:00", due="2024-03-20")
    life.restored("2024-03-06", at="2024-03-11T09:00")
    assert life.none(DeadlineResumed)
    assert [each.closed for each in life.case.deadlines] == [Closed.REPLACED, None]
    assert life.status() is Status.OPEN


@pytest.mark.parametrize(("deprived", "code"), [(False, "EXEMPTED"), (True, "DEPRIVED")])
def test_nobody_without_the_duty_is_given_a_deadline(deprived: bool, code: str) -> None:
    life = anna().exempted("2024-03-04", at="2024-03-01T08:00", deprived=deprived)
    assert life.set("2024-03-03T10:00", due="2024-03-12").refusal is None
    life.set("2024-03-04T10:00", due="2024-03-12")
    assert life.last.refusal is not None
    assert (life.refusal, life.last.refusal.rule) == (code, "TG-01")
    assert life.restored("2024-03-06").set("2024-03-06T10:00", due="2024-03-14").refusal is None


def test_less_intensive_effort_closes_it_and_lets_none_be_given_until_it_ends() -> None:
    life = march(Group.G1)
    effort = "5b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
    begun = LessIntensiveStarted(effort=effort, ground="STUDY", on=date(2024, 3, 10), by=JOBCENTRE)
    life.hear("2024-03-10T09:00", begun, "registration")
    assert life.only(DeadlineClosed).reason is Closed.LESS_INTENSIVE
    assert life.set("2024-03-11T10:00", due="2024-03-19").refusal == "LESS_INTENSIVE"
    life.hear(
        "2024-03-12T09:00", LessIntensiveEnded(effort=effort, on=date(2024, 3, 12), because="DENIED"), "registration"
    )
    assert life.set("2024-03-12T10:00", due="2024-03-20").refusal is None


def test_standby_closes_it_except_for_g1_who_goes_to_sygedagpenge() -> None:
    for group, status in ((Group.G3, Status.CLOSED), (Group.G1, Status.OPEN)):
        life = march(group).absent("2024-03-10T08:00", AbsenceKind.STANDBY, "2024-03-10")
        assert life.status() is status
        assert life.set("2024-03-11T10:00", due="2024-03-19").refusal == ("STANDBY" if group is Group.G3 else None)


def test_standby_withdrawn_puts_it_back_in_play() -> None:
    life = march().absent("2024-03-08T08:00", AbsenceKind.STANDBY, "2024-03-08").not_absent("2024-03-09T08:00")
    assert life.names[-1] == "DeadlineResumed"


@pytest.mark.parametrize("kind", [AbsenceKind.SICKNESS, AbsenceKind.TEMPORARY_WORK, AbsenceKind.OTHER])
def test_any_other_absence_leaves_the_deadline_running(kind: AbsenceKind) -> None:
    life = march().absent("2024-03-08T08:00", kind, "2024-03-08").until("2024-03-13T00:10")
    assert life.status() is Status.OVERDUE


# --- groups ---


@pytest.mark.parametrize(("since", "missed"), [("2024-03-12", False), ("2024-03-13", True)])
def test_out_of_the_groups_with_the_duty_on_the_day_of_expiry_it_is_no_miss_and_the_day_after_it_is(
    since: str, missed: bool
) -> None:
    life = march().registered(Group.G6, since, at="2024-03-11T09:00").until("2024-04-01T00:00")
    assert life.none(DeadlineOverdue) is not missed
    assert life.only(DeadlineClosed).reason is Closed.NO_DUTY


def test_from_one_group_with_the_duty_to_another_the_deadline_stands() -> None:
    life = march(Group.G1).registered(Group.G2, "2024-03-12").until("2024-03-13T00:10")
    assert life.names == ["DeadlineSet", "DeadlineOverdue"]


def test_a_group_whose_duty_has_not_begun_gives_no_lasting_freedom() -> None:
    """G5 got the duty on 2021-01-01; being in it since before must not touch a deadline given after (TG-05)."""
    life = Life().registered(Group.G5, "2020-01-06").guided("2020-01-07").set("2021-06-01T10:00", due="2021-06-10")
    assert life.until("2021-06-11T00:10").status() is Status.OVERDUE


# --- who is responsible ---


def fund_until_june(life: Life) -> Life:
    return life.responsible("2024-01-08T12:00", ("2024-01-08", FUND), ("2024-07-01", JOBCENTRE))


def test_only_the_responsible_party_sets_a_deadline() -> None:
    life = fund_until_june(anna(Group.G1)).set("2024-02-05T10:00", due="2024-02-15")
    assert life.last.refusal is not None
    assert (life.refusal, life.last.refusal.rule) == ("NOT_RESPONSIBLE", "CC-16")
    assert life.set("2024-02-05T10:00", due="2024-02-15", by=FUND).refusal is None
    assert life.rules.count("AK-01") == 1
    life.set("2024-07-01T10:00", due="2024-07-10", by=FUND)
    assert life.last.refusal is not None
    assert (life.refusal, life.last.refusal.rule) == ("NOT_RESPONSIBLE", "AK-01")
    assert life.set("2024-07-01T10:00", due="2024-07-10").refusal is None


def test_the_day_on_which_it_is_shown_decides_who_is_responsible() -> None:
    life = fund_until_june(anna(Group.G1)).set("2024-06-28T10:00", due="2024-07-10", visible_on="2024-07-01")
    assert life.refusal is None
    life.set("2024-06-28T10:00", due="2024-07-10", visible_on="2024-07-01", by=FUND)
    assert life.refusal == "NOT_RESPONSIBLE"


def test_nor_does_another_extend_or_close_it() -> None:
    life = fund_until_june(anna(Group.G1)).set("2024-02-05T10:00", due="2024-02-15", by=FUND)
    assert life.extend("2024-02-06T10:00", due="2024-02-20").refusal == "NOT_RESPONSIBLE"
    assert life.close("2024-02-06T10:00").refusal == "NOT_RESPONSIBLE"
    assert life.close("2024-02-06T11:00", by=FUND).refusal is None


def test_where_no_regime_is_known_both_go_on_as_before() -> None:
    life = anna(Group.G1).responsible("2024-01-08T12:00", ("2024-01-08", JOBCENTRE), regime=None)
    assert life.set("2024-02-05T10:00", due="2024-02-15").refusal is None
    assert life.set("2024-02-06T10:00", due="2024-02-16", by=FUND).refusal is None
    assert life.until("2024-02-17T00:10").status() is Status.OVERDUE


def test_when_the_a_kasse_takes_the_course_the_jobcentres_deadline_is_closed() -> None:
    life = march(Group.G1).responsible("2024-03-08T12:00", ("2024-03-07", FUND))
    assert (life.only(DeadlineClosed).reason, life.only(DeadlineClosed).on) == (Closed.A_KASSE_COURSE, date(2024, 3, 7))
    assert life.until("2024-04-01T00:00").none(DeadlineOverdue)


def test_an_a_kasse_deadline_that_would_end_after_the_handover_is_closed_at_it() -> None:
    life = fund_until_june(anna(Group.G1)).set("2024-06-25T10:00", due="2024-07-03", by=FUND)
    life.until("2024-06-30T23:59")
    assert life.status() is Status.OPEN
    life.until("2024-07-10T00:00")
    assert (life.only(DeadlineClosed).reason, life.only(DeadlineClosed).on) == (Closed.HANDED_OVER, date(2024, 7, 1))
    assert life.none(DeadlineOverdue)


def test_one_that_ended_on_the_day_of_the_handover_was_missed_and_demands_nothing_after_it() -> None:
    life = fund_until_june(anna(Group.G1)).set("2024-06-20T10:00", due="2024-06-30", by=FUND)
    life.until("2024-07-01T00:10")
    assert life.only(DeadlineOverdue).owner == FUND
    assert life.status() is Status.CLOSED


def test_a_handover_that_moves_takes_the_deadline_with_it() -> None:
    life = fund_until_june(anna(Group.G1)).set("2024-06-25T10:00", due="2024-07-03", by=FUND).until("2024-07-02T12:00")
    life.responsible("2024-07-02T13:00", ("2024-01-08", FUND), ("2024-08-01", JOBCENTRE))
    assert life.names == ["DeadlineSet", "DeadlineClosed", "DeadlineResumed"]
    assert life.until("2024-07-04T00:10").status() is Status.OVERDUE


# --- three months, and the end of the next month ---


def out(day: str) -> JobseekerDeregistered:
    return JobseekerDeregistered(effective=date.fromisoformat(day), reason=Reason.MISSED_BOOKING)


def back(day: str, since: str) -> JobseekerReRegistered:
    return JobseekerReRegistered(
        effective=date.fromisoformat(day), deregistered_on=date.fromisoformat(since), days_unregistered=1
    )


@pytest.mark.parametrize(("returned", "status"), [("2024-04-29", Status.OVERDUE), ("2024-04-30", Status.CLOSED)])
def test_a_g1_back_after_three_months_has_no_deadline_any_more_and_needs_a_new_one(
    returned: str, status: Status
) -> None:
    life = anna(Group.G1).set("2024-01-22T10:00", due="2024-01-30").until("2024-01-31T00:10")
    life.hear("2024-01-31T00:11", out("2024-01-31"), "registration")
    life.hear(f"{returned}T09:00", back(returned, "2024-01-31"), "registration")
    assert life.status() is status
    if status is Status.CLOSED:
        assert life.only(DeadlineClosed).reason is Closed.OBSOLETE
        assert life.only(NewDeadlineNeeded).because == "OBSOLETE"
    assert life.none(OverdueReversed)


def test_a_deregistration_taken_back_revives_the_deadline() -> None:
    life = anna(Group.G1).set("2024-01-22T10:00", due="2024-01-30").until("2024-01-31T00:10")
    life.hear("2024-01-31T00:11", out("2024-01-31"), "registration")
    life.hear("2024-05-02T09:00", back("2024-05-02", "2024-01-31"), "registration")
    wrong = DeregistrationReversed(
        effective=date(2024, 1, 31), reason=Reason.MISSED_BOOKING, deadline=None, because="BOOKED_IN_TIME"
    )
    assert life.hear("2024-05-03T09:00", wrong, "registration").names[-1] == "DeadlineResumed"


def test_who_left_again_on_the_day_of_a_deregistration_that_is_taken_back_is_out_all_the_same() -> None:
    life = anna(Group.G1).set("2024-01-22T10:00", due="2024-01-30").until("2024-01-31T00:10")
    life.hear("2024-01-31T00:11", out("2024-01-31"), "registration")
    life.hear("2024-01-31T09:00", back("2024-01-31", "2024-01-31"), "registration")
    work = JobseekerDeregistered(effective=date(2024, 1, 31), reason=Reason.WORK)
    life.hear("2024-01-31T10:00", work, "registration")
    wrong = DeregistrationReversed(
        effective=date(2024, 1, 31), reason=Reason.MISSED_BOOKING, deadline=None, because="BOOKED_IN_TIME"
    )
    life.hear("2024-02-01T09:00", wrong, "registration")
    life.hear("2024-05-02T09:00", back("2024-05-02", "2024-01-31"), "registration")
    assert life.only(DeadlineClosed).reason is Closed.OBSOLETE


def test_a_deadline_of_a_g1_who_is_out_of_the_register_runs_on() -> None:
    life = march(Group.G1).hear("2024-03-08T09:00", out("2024-03-08"), "registration")
    assert life.until("2024-03-13T00:10").status() is Status.OVERDUE


@pytest.mark.parametrize(
    ("group", "closed"),
    [(Group.G2, True), (Group.G3, True), (Group.G5, True), (Group.G7, False), (Group.G10, False), (Group.G1, False)],
)
def test_kontanthjaelp_forgets_a_deadline_at_the_end_of_the_next_month(group: Group, closed: bool) -> None:
    life = march(group).until("2024-05-01T00:09")
    assert life.status() is Status.OVERDUE
    assert life.until("2024-06-01T00:00").status() is (Status.CLOSED if closed else Status.OVERDUE)
    if closed:
        assert (life.only(DeadlineClosed).reason, life.only(DeadlineClosed).on) == (Closed.OBSOLETE, date(2024, 5, 1))
    assert life.none(OverdueReversed)


@pytest.mark.parametrize("before", [Group.G1, Group.G7, Group.G10])
def test_who_comes_to_kontanthjaelp_after_that_day_is_not_met_with_the_old_deadline(before: Group) -> None:
    life = march(before).until("2024-06-09T12:00")
    assert life.status() is Status.OVERDUE
    life.registered(Group.G3, "2024-06-10")
    assert (life.only(DeadlineClosed).reason, life.only(DeadlineClosed).on) == (Closed.OBSOLETE, date(2024, 6, 10))
    assert life.none(OverdueReversed)


# --- the order in which it becomes known ---


def test_exemption_extension_and_booking_in_any_order_come_to_the_same() -> None:
    facts: tuple[Any, ...] = (
        lambda life: life.exempted("2024-03-11", at="2024-03-20T08:00"),
        lambda life: life.extend("2024-03-10T09:00", due="2024-03-18", known="2024-03-20T08:00"),
        lambda life: life.responsible("2024-03-20T08:00", ("2024-01-08", JOBCENTRE)),
        lambda life: life.registered(Group.G6, "2024-03-14", at="2024-03-20T08:00"),
    )
    ends = set()
    for order in permutations(facts):
        life = march(Group.G1).until("2024-03-13T00:10")
        for fact in order:
            fact(life)
        (found,) = life.until("2024-06-01T00:00").case.deadlines
        ends.add((found.status, found.missed, found.due, found.lapsed, found.lapsed_at))
    assert len(ends) == 1
    ((status, missed, due, lapsed, _),) = ends
    assert (status, missed, due, lapsed) == (Status.CLOSED, False, date(2024, 3, 18), Closed.EXEMPTED)


def test_what_comes_back_into_play_tells_its_miss_or_its_booking_again() -> None:
    missed = march().until("2024-03-13T00:10").exempted("2024-03-14").restored("2024-03-14", at="2024-03-15T09:00")
    assert missed.only(DeadlineResumed).overdue
    met = (
        march()
        .book("2024-03-05T09:00", "2024-03-18")
        .exempted("2024-03-06")
        .restored("2024-03-06", at="2024-03-07T09:00")
    )
    assert met.names[-2:] == ["DeadlineResumed", "DeadlineFulfilled"]
    assert not met.only(DeadlineResumed).overdue


def test_a_meeting_cancelled_after_an_exemption_puts_nothing_in_play_again() -> None:
    booked = march().book("2024-03-05T09:00", "2024-03-18").exempted("2024-03-06")
    life = booked.cancel("2024-03-07T09:00")
    assert life.names[-1] == "DeadlineClosed" and life.status() is Status.CLOSED
    back = life.restored("2024-03-06", at="2024-03-08T09:00")
    assert back.names[-1] == "DeadlineResumed" and back.status() is Status.OPEN


def test_a_deadline_on_easter_sunday_stays_there_and_the_record_says_so() -> None:
    life = anna().set("2024-03-20T10:00", due="2024-03-31")
    assert "CAL-06" in life.rules
    assert life.until("2024-04-01T00:10").status() is Status.OVERDUE


def test_given_while_exempt_to_be_shown_when_the_exemption_is_over_it_stands() -> None:
    life = anna().exempted("2024-03-01").restored("2024-03-08", at="2024-03-04T09:00")
    life.set("2024-03-05T10:00", due="2024-03-18", visible_on="2024-03-08").until("2024-03-19T00:10")
    assert life.names == ["DeadlineSet", "DeadlineOverdue"]


def test_given_by_the_jobcentre_in_the_funds_last_days_to_be_shown_on_its_own_first_it_stands() -> None:
    life = anna(Group.G1).responsible("2024-01-09T09:00", ("2024-01-08", FUND), ("2024-07-01", JOBCENTRE))
    life.set("2024-06-28T09:00", due="2024-07-09", visible_on="2024-07-01").until("2024-07-09T12:00")
    assert (life.names, life.status()) == (["DeadlineSet"], Status.OPEN)


def test_shown_a_day_too_early_for_that_it_is_refused() -> None:
    life = anna(Group.G1).responsible("2024-01-09T09:00", ("2024-01-08", FUND), ("2024-07-01", JOBCENTRE))
    assert life.set("2024-06-28T09:00", due="2024-07-09", visible_on="2024-06-30").refusal == "NOT_RESPONSIBLE"


def test_a_funds_deadline_ends_when_the_member_changes_fund_and_the_old_one_gives_no_other() -> None:
    life = anna(Group.G1).responsible("2024-01-09T09:00", ("2024-01-08", FUND))
    life.set("2024-03-04T10:00", due="2024-03-12", by=FUND)
    life.responsible("2024-03-08T10:00", ("2024-01-08", FUND), ("2024-03-08", "akasse-08"))
    told = life.only(DeadlineClosed)
    assert (told.reason, told.on) == (Closed.A_KASSE_COURSE, date(2024, 3, 8))
    assert life.set("2024-03-08T11:00", due="2024-03-18", by=FUND).refusal == "NOT_RESPONSIBLE"
    assert life.set("2024-03-08T12:00", due="2024-03-18", by="akasse-08").refusal is None


def test_a_fund_gives_no_deadline_to_who_has_left_dagpenge_and_its_open_one_ends() -> None:
    life = anna(Group.G1).set("2024-03-04T10:00", due="2024-03-12", by=FUND).registered(Group.G3, "2024-03-12")
    told = life.only(DeadlineClosed)
    assert (told.reason, told.on) == (Closed.HANDED_OVER, date(2024, 3, 12))
    assert life.until("2024-03-14T00:00").none(DeadlineOverdue)
    assert life.set("2024-03-14T10:00", due="2024-03-25", by=FUND).refusal == "NOT_RESPONSIBLE"
    assert life.set("2024-03-14T10:01", due="2024-03-25").refusal is None


def benefit(life: Life, stops: str, again: str | None = None, known: str | None = None) -> Life:
    life.hear(known or f"{stops}T10:00", BenefitStopped(on=date.fromisoformat(stops)), "registration")
    if again is None:
        return life
    on = date.fromisoformat(again)
    started = BenefitStarted(on=on, inquiry_on=on, benefit=Benefit.KONTANTHJAELP)
    return life.hear(known or f"{again}T10:00", started, "registration")


@pytest.mark.parametrize(
    ("group", "again", "closed"),
    [
        (Group.G2, "2024-05-05", True),
        (Group.G2, "2024-05-04", False),
        (Group.G5, "2024-05-11", True),
        (Group.G7, "2024-05-11", False),
    ],
)
def test_who_begins_again_after_a_month_without_benefit_meets_no_deadline_from_before(
    group: Group, again: str, closed: bool
) -> None:
    for known in (None, "2024-05-20T10:00"):
        life = benefit(anna(group).set("2024-04-01T10:00", due="2024-05-14"), "2024-04-05", again, known)
        life.until("2024-05-20T11:00")
        if closed:
            told = life.only(DeadlineClosed)
            assert (told.reason, told.on) == (Closed.OBSOLETE, date.fromisoformat(again))
            assert not life.case.deadlines[0].missed
        else:
            assert life.status() is Status.OVERDUE


def test_a_miss_before_the_new_course_stands_and_a_deadline_given_in_it_too() -> None:
    life = benefit(anna(Group.G2).set("2024-04-01T10:00", due="2024-04-20"), "2024-04-05", "2024-05-11")
    assert life.none(OverdueReversed)
    life.set("2024-05-11T12:00", due="2024-05-20").until("2024-05-21T00:10")
    assert [event.due.day for _, event in life.told if type(event) is DeadlineOverdue] == [20, 20]


def test_a_stop_that_never_was_brings_the_deadline_back() -> None:
    life = benefit(anna(Group.G2).set("2024-04-01T10:00", due="2024-06-20"), "2024-04-05", "2024-05-11")
    started = BenefitStarted(on=date(2024, 4, 5), inquiry_on=date(2024, 4, 5), benefit=Benefit.KONTANTHJAELP)
    assert life.hear("2024-05-12T10:00", started, "registration").names[-1] == "DeadlineResumed"
    assert life.until("2024-06-21T00:10").status() is Status.OVERDUE


@pytest.mark.parametrize(("ends", "on"), [(None, "2024-03-08"), ("2024-03-07", None)])
def test_standby_counts_from_the_day_on_which_dagpenge_end(ends: str | None, on: str | None) -> None:
    life = anna(Group.G1).absent("2024-03-06T10:00", AbsenceKind.STANDBY, "2024-03-06", ends)
    life.set("2024-03-06T11:00", due="2024-03-18").registered(Group.G7, "2024-03-08").until("2024-03-20T00:00")
    assert [str(event.on) for _, event in life.told if type(event) is DeadlineClosed] == ([on] if on else [])
    assert life.none(DeadlineOverdue) is (on is not None)

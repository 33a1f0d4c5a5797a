"""Nobody unemployed is without a deadline and a planned interview, unless it is known who."""

from contracts.types import Group
from tests.services.deadlines.course_life import AKASSE, CourseLife, new_member
from tests.services.deadlines.life import JOBCENTRE


def guided(group: Group = Group.G3) -> CourseLife:
    return CourseLife().member("2024-02-01", group).guided("2024-02-01")


def test_the_day_after_an_interview_without_a_new_deadline_she_is_listed() -> None:
    life = guided().book("2024-02-05T09:00", "2024-03-19").until("2024-03-19T23:59")
    assert life.listed == []
    assert life.until("2024-03-20T00:10").listed == [("2024-03-19", "on")], (
        "a quarter past eleven in UTC, the day before"
    )
    assert life.course[-1][1].since.isoformat() == "2024-03-20"
    assert life.course[-1][1].authority == JOBCENTRE


def test_a_deadline_or_an_interview_takes_her_off_at_once() -> None:
    life = guided().until("2024-02-12T00:00").set("2024-02-12T10:00", due="2024-02-20")
    assert [what for _, what in life.listed] == ["on", "off"]
    assert life.course[-1][1].because == "DEADLINE"
    life = guided().until("2024-02-12T00:00").book("2024-02-12T10:00", "2024-02-20")
    assert life.course[-1][1].because == "INTERVIEW"


def test_somebody_new_has_a_week_before_being_called_overlooked() -> None:
    life = guided().until("2024-02-08T23:00")
    assert life.listed == []
    assert [what for _, what in life.until("2024-02-09T00:10").listed] == ["on"]


def test_a_missed_deadline_is_none_from_the_day_after_its_consequences() -> None:
    life = guided().set("2024-02-05T10:00", due="2024-03-12").until("2024-03-13T12:00")
    assert life.listed == []
    assert [what for _, what in life.until("2024-03-14T00:10").listed] == ["on"]


def test_who_is_deregistered_for_the_miss_is_not_listed() -> None:
    life = guided(Group.G1).set("2024-02-05T10:00", due="2024-03-12").until("2024-03-13T00:10").out("2024-03-13")
    assert life.until("2024-05-01T00:00").listed == []
    life.back("2024-05-01", "2024-03-13")
    assert life.until("2024-05-08T23:00").listed == []
    assert [what for _, what in life.until("2024-05-09T00:10").listed] == ["on"]


def test_a_closed_deadline_and_a_cancelled_interview_leave_her_without() -> None:
    life = guided().set("2024-02-05T10:00", due="2024-03-12").close("2024-02-20T10:00").until("2024-02-20T23:00")
    assert life.listed == []
    assert [what for _, what in life.until("2024-02-21T00:10").listed] == ["on"]
    life = guided().book("2024-02-05T09:00", "2024-03-19").cancel("2024-02-20T09:00").until("2024-02-21T00:10")
    assert [what for _, what in life.listed] == ["on"]


def test_sygedagpenge_standby_and_no_benefit_are_not_looked_for() -> None:
    assert guided(Group.G6).until("2024-05-01T00:00").listed == []
    assert guided().standby("2024-02-05").until("2024-05-01T00:00").listed == []
    assert guided().benefit("2024-02-01").no_benefit("2024-02-05").until("2024-05-01T00:00").listed == []
    life = guided().until("2024-02-12T00:00").standby("2024-02-12")
    assert life.course[-1][1].because == "EXEMPT"


def test_a_less_intensive_effort_takes_off_and_its_end_puts_on_again_after_a_week() -> None:
    life = new_member().until("2024-01-20T00:00").less_intensive("2024-01-20").intensive_again("2024-03-01")
    assert [what for _, what in life.until("2024-03-08T12:00").listed] == ["on", "off"]
    assert [what for _, what in life.until("2024-03-09T00:10").listed] == ["on", "off", "on"]


def test_the_list_is_that_of_who_is_responsible_and_goes_over_with_the_course() -> None:
    life = new_member(handover="2024-07-01").until("2024-07-01T00:10")
    told = [event.authority for _, event in life.course if type(event).__name__ == "FollowUpListed"]
    assert told == [AKASSE, JOBCENTRE]


def test_a_meeting_known_late_takes_her_off_again() -> None:
    life = guided().until("2024-02-12T00:00").book("2024-02-08T09:00", "2024-02-20", known="2024-02-12T09:00")
    assert [what for _, what in life.listed] == ["on", "off"]


def test_who_missed_a_jobcentres_deadline_waits_for_the_register_however_late_it_speaks() -> None:
    """The clock may have jumped over two nights: the deregistration is on its way meanwhile."""
    life = guided(Group.G1).set("2024-02-05T10:00", due="2024-03-12").until("2024-03-20T00:10")
    assert life.listed == []
    life.out("2024-03-13").back("2024-03-21", "2024-03-13")
    assert [what for _, what in life.until("2024-03-29T00:10").listed] == ["on"]


def test_who_is_registered_again_by_a_correction_is_listed_though_the_miss_stands() -> None:
    life = (
        guided(Group.G1)
        .set("2024-02-05T10:00", due="2024-03-12")
        .until("2024-03-13T00:10")
        .out_for_the_miss("2024-03-13")
    )
    life.corrected("2024-03-13", known="2024-03-15").until("2024-03-15T23:00")
    assert life.listed == []
    assert [what for _, what in life.until("2024-03-16T00:10").listed] == ["on"]


def test_a_deadline_that_ran_out_is_no_plan_though_nobody_missed_it() -> None:
    """Booked in time, and cancelled after its end: what is left is a demand at the next login (DL-07)."""
    life = guided().set("2024-02-05T10:00", due="2024-03-12").book("2024-03-11T10:00", "2024-03-19")
    life.until("2024-03-13T00:10").cancel("2024-03-14T10:00")
    assert life.listed == []
    assert [what for _, what in life.until("2024-03-15T00:10").listed] == ["on"]

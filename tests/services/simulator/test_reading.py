"""What a scenario file may say, and what is said of one that is wrong."""

from datetime import date
from pathlib import Path

import pytest

from contracts.topics import Authority
from services.simulator.marked import BadFile
from services.simulator.scenario import read
from services.simulator.steps import Expect, NothingElse, Raw, Scenario, Send
from tests.services.simulator.support import PEOPLE, scenario, utc, write

SET = "- {at: 2024-03-04T10:00, from: jobcentre-46100, send: SetDeadline, citizen: anna, due: 2024-03-12}"


def problems(file: Path) -> list[str]:
    with pytest.raises(BadFile) as caught:
        read(file)
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


def send(found: Scenario, index: int = 0) -> Send:
    step = found.steps[index]
    assert isinstance(step, Send)
    return step


def test_a_command_is_sent_at_danish_local_time_with_the_fields_of_its_contract(tmp_path: Path) -> None:
    step = send(scenario(tmp_path, SET))
    assert (step.at, step.business) == (utc("2024-03-04T09:00"), utc("2024-03-04T09:00"))
    assert (step.contract.name, step.citizen, step.body) == ("SetDeadline", "anna", {"due": "2024-03-12"})
    assert step.sender == Authority.parse("jobcentre-46100")


def test_a_message_that_comes_late_happened_earlier(tmp_path: Path) -> None:
    late = "- {at: 2024-03-13T08:00, from: jobnet, send: ReRegister, citizen: anna, happened_at: 2024-03-12T23:40}"
    step = send(scenario(tmp_path, late))
    assert (step.at, step.business) == (utc("2024-03-13T07:00"), utc("2024-03-12T22:40"))


def test_citizens_are_registered_and_guided_two_days_before_the_first_step(tmp_path: Path) -> None:
    found = scenario(tmp_path, SET)
    assert [(step.contract.name, step.at) for step in found.prelude] == [
        ("RegisterCitizen", utc("2024-03-02T07:00")),
        ("RecordGuidance", utc("2024-03-02T07:00")),
    ]
    assert found.authorities >= {"jobcentre-46100", "akasse-05"}


def test_a_citizen_may_name_the_date_or_not_be_registered_at_all(tmp_path: Path) -> None:
    people = """law: [DL-01]
citizens: {anna: {group: G2, jobcentre: "46100", registered: 2024-01-08, guided: false}, nina: {registered: never}}"""
    found = read(write(tmp_path, SET, people))
    assert [(step.contract.name, step.at) for step in found.prelude] == [("RegisterCitizen", utc("2024-01-08T07:00"))]
    assert found.citizens["anna"].registered == date(2024, 1, 8)
    assert found.citizens["nina"].registered is None


def test_slots_at_the_head_are_published_before_the_first_step(tmp_path: Path) -> None:
    head = f"law: [DL-01]\n{PEOPLE}\nslots: {{planner-46100: {{s1: 2024-03-14T09:00}}}}"
    first = read(write(tmp_path, SET, head), 3).prelude[0]
    assert (first.contract.name, str(first.sender), first.citizen) == ("PublishSlots", "planner-46100", None)
    assert first.body == {
        "slots": [{"slot": "f3.s1", "starts_at": "2024-03-14T08:00:00Z", "minutes": 45, "staff": "f3.s1"}]
    }


def test_names_that_a_file_gives_are_its_own(tmp_path: Path) -> None:
    steps = """
      - {at: 2024-03-05T10:00, from: jobnet, send: BookInterview, citizen: anna, slot: s1, id: k-17}
      - {at: 2024-03-05T10:00, expect: CommandAnswered, citizen: anna, to: jobnet, command_id: k-17}
      - {at: 2024-03-05T10:00, expect: InterviewBooked, citizen: anna, slot: s1, starts_at: 2024-03-14T09:00}
    """
    found = scenario(tmp_path, steps, 4)
    booking, answer, booked = found.steps
    assert isinstance(booking, Send)
    assert isinstance(answer, Expect)
    assert isinstance(booked, Expect)
    assert (booking.body, booking.id) == ({"slot": "f4.s1"}, "f4.k-17")
    assert answer.fields == {"command_id": "f4.k-17"}
    assert booked.fields == {"slot": "f4.s1", "starts_at": "2024-03-14T08:00:00Z"}


def test_citizens_of_different_files_are_different_people(tmp_path: Path) -> None:
    one, other = (scenario(tmp_path, SET, number).citizens["anna"] for number in (0, 1))
    assert one.cpr != other.cpr
    assert one.reference != other.reference
    assert one.cpr not in one.reference


def test_a_refusal_on_the_senders_own_topic_is_an_answer(tmp_path: Path) -> None:
    steps = "- {at: 2024-03-04T10:00, expect: CommandRefused, citizen: anna, code: NO_RELATION, to: jobcentre-70700}"
    step = scenario(tmp_path, steps).steps[0]
    assert isinstance(step, Expect)
    assert (step.contract.name, step.fields) == ("CommandAnswered", {"code": "NO_RELATION", "outcome": "refused"})


def test_an_answer_on_the_senders_own_topic_may_be_asked_for_all_that_an_answer_says(tmp_path: Path) -> None:
    steps = "- {at: 2024-03-04T10:00, expect: CommandAccepted, citizen: anna, repeated: true, to: jobcentre-46100}"
    [step] = scenario(tmp_path, steps).steps
    assert isinstance(step, Expect)
    assert (step.contract.name, step.fields) == ("CommandAnswered", {"repeated": True, "outcome": "accepted"})


def test_who_is_registered_later_is_registered_by_a_step(tmp_path: Path) -> None:
    late = """law: [DL-01]
citizens: {anna: {group: G2, jobcentre: "46100", registered: 2024-03-05}}"""
    [said] = problems(write(tmp_path, SET, late))
    assert said.startswith("2: anna is registered after the first step; say `registered: never`")


def test_a_raw_step_keeps_what_is_wrong_and_a_null_header_is_left_out(tmp_path: Path) -> None:
    steps = """
      - {at: 2024-03-04T10:00, from: jobnet, raw: "not json", headers: {ce_time: null}}
      - {at: 2024-03-04T10:00, from: jobnet, raw: {due: 2024-02-30}, citizen: anna}
      - {nothing_else: all}
    """
    text, mapping, last = scenario(tmp_path, steps).steps
    assert isinstance(text, Raw)
    assert (text.value, text.headers) == ("not json", {"ce_time": None})
    assert isinstance(mapping, Raw)
    assert mapping.value["due"] == "2024-02-30"
    assert len(mapping.value["cpr"]) == 10
    assert last == NothingElse(last.line, mapping.at, all=True)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (SET.replace("2024-03-12", "2024-02-30"), "due: no such date: 2024-02-30 (day is out of range for month)"),
        (SET.replace("2024-03-04T10:00", "2024-02-30T10:00"), "no such time: 2024-02-30T10:00"),
        (SET.replace("2024-03-04T10:00", "2024-03-31T02:30"), "the clock is put forward that night"),
        (SET.replace("2024-03-04T10:00", "2024-10-27T02:30"), "happens twice that night: give the offset"),
        (SET.replace("SetDeadline", "SetDedline"), "no command 'SetDedline'; did you mean SetDeadline?"),
        (SET.replace("due:", "deu:"), "SetDeadline has no field `deu`; it has due, visible_on, interview_type"),
        (SET.replace(", due: 2024-03-12", ""), "due: Field required"),
        (SET.replace("citizen: anna", "citizen: bo"), "there is no citizen 'bo'; the file has anna"),
        (SET.replace("citizen: anna, ", ""), "SetDeadline needs a `citizen`"),
        (SET.replace("jobcentre-46100", "jobcentre-461"), "there is no authority 'jobcentre-461'"),
        (SET.replace("jobcentre-46100", "municipality-1"), "there is no authority 'municipality-1'"),
        (SET.replace("at: 2024-03-04T10:00, ", ""), "the step has no `at`"),
        (SET.replace("from: jobcentre-46100, ", ""), "the step has no `from`"),
        ("- {at: 2024-03-04T10:00, expect: DeadlineSet, basis: [DL-77]}", "there is no rule DL-77"),
        (SET.replace("send: SetDeadline", "say: SetDeadline"), "a step has exactly one of send, raw, expect"),
        ("- {at: 2024-03-04T10:00, expect: DeadlineSett, citizen: anna}", "did you mean DeadlineSet?"),
        (
            "- {at: 2024-03-04T10:00, expect: JobseekerDeregistered, reason: MISSED}",
            "'MISSED' is none of MISSED_BOOKING, OWN_REQUEST, SICKNESS,",
        ),
        (
            SET.replace("SetDeadline", "DecideHoliday").replace("due: 2024-03-12", "absence: f1, approved: true"),
            "`as: told`",
        ),
        (
            "- {at: 2024-03-04T10:00, from: planner-46100, send: PublishSlots, slots: [{slot: s1}]}",
            "slots: 0.starts_at: Field",
        ),
        ("- {at: 2024-03-04T10:00, expect: nothing}", "write `nothing_else: true`, or `never:`"),
        ("- {at: 2024-03-04T10:00, expect: DeadlineSet, basis: DL-01}", "`basis` lists rule ids"),
        ("- {at: 2024-03-04T10:00, expect: DeadlineClosed, deadline: $first.deadline}", "no earlier step"),
        ("- {at: 2024-03-04T10:00, nothing_else: nearly}", "`nothing_else` is true or all"),
        ("- {at: 2024-03-04T10:00, at: 2024-03-05T10:00, nothing_else: true}", "`at` stands here twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, step: str, said: str) -> None:
    found = problems(write(tmp_path, step))
    assert [line for line in found if line.startswith("4: ") and said in line], found


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (f"law: [DL-99]\n{PEOPLE}", "1: there is no rule DL-99"),
        (
            "law: [DL-01]\n" + PEOPLE.replace('"46100"', "46100"),
            '2: anna: jobcentre: a text; write it in quotes: "46100"',
        ),
        (
            f"law: [DL-01]\n{PEOPLE}\nslots: {{jobcentre-46100: {{s1: 2024-03-14T09:00}}}}",
            "3: jobcentre-46100 publishes",
        ),
    ],
)
def test_what_is_wrong_with_the_head_is_said_with_its_line(tmp_path: Path, head: str, said: str) -> None:
    assert [line for line in problems(write(tmp_path, SET, head)) if line.startswith(said)]


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    head = 'law: [DL-1]\ncitizens: {anna: {group: G99, jobcentre: "46100", colour: red}}'
    steps = """
      - {at: 2024-03-05T10:00, from: jobcentre-46100, send: SetDeadline, citizen: bo, due: 2024-02-30}
      - {at: 2024-03-04T10:00, expect: Nothing}
    """
    assert [line.split(":")[0] for line in problems(write(tmp_path, steps, head))] == [
        "1",
        "2",
        "2",
        "4",
        "4",
        "5",
        "5",
    ]


def test_a_field_of_an_earlier_message_must_exist(tmp_path: Path) -> None:
    steps = """
      - {at: 2024-03-04T10:00, expect: DeadlineSet, citizen: anna, as: first}
      - {at: 2024-03-04T10:00, expect: DeadlineClosed, citizen: anna, deadline: $first.number}
    """
    assert problems(write(tmp_path, steps)) == ["5: deadline: $first.number: DeadlineSet has no field `number`"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("law: [", "1: not YAML"),
        ("", "1: a scenario is a mapping"),
        ("- a", "1: a scenario is a mapping"),
        ("law: [DL-01]\ncitizens: {}\nsteps: []", "3: `steps` is a list with at least one step"),
    ],
)
def test_a_file_that_is_no_scenario_is_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text)
    assert problems(file)[0].startswith(said)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.yaml")[0].startswith("1: cannot be read")


def test_yaml_keeps_words_and_leading_zeros_as_they_are_written(tmp_path: Path) -> None:
    head = 'law: [DL-01]\ncitizens: {anna: {group: G1, akasse: 05, jobcentre: "46100", insured: full-time}}'
    steps = "- {at: 2024-03-04T10:00, from: jobnet, send: ReRegister, citizen: anna, on: 2024-03-04}"
    found = read(write(tmp_path, steps, head))
    assert found.citizens["anna"].body["akasse"] == "05"
    assert send(found).body == {"on": "2024-03-04"}

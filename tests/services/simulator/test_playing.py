"""How a scenario is played and judged, on a platform that answers by rote."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.simulator.player import Player
from services.simulator.scenario import read
from services.simulator.watch import Watch
from services.simulator.wire import Letter, Seen
from tests.services.simulator.support import ANNA, PEOPLE, RotePlatform, event, scenario, utc, write

SET = "- {at: 2024-03-04T10:00, from: jobcentre-46100, send: SetDeadline, citizen: anna, due: 2024-03-12}\n"
DUE = utc("2024-03-12T23:10")


def registers(letter: Letter) -> Sequence[Seen]:
    """Tells Anna's id as an answer to her registration, and sets her deadlines."""
    name, root = letter.headers["ce_type"].split(".")[2], f"{letter.sender}/{letter.headers['ce_id']}"
    if name == "RegisterCitizen":
        return [event("CitizenRegistered", "2024-03-02T07:00", topic="registration.events", correlation=root)]
    if name == "SetDeadline":
        return [event("DeadlineSet", "2024-03-04T09:00", {"due": "2024-03-12"}, correlation=root)]
    return []


def deregistered(effective: str = "2024-03-13", **more: Any) -> Seen:
    rules = ({"rule": "REG-01", "citations": ["BAB § 27, stk. 2"]},)
    return event(
        "JobseekerDeregistered",
        "2024-03-12T23:10",
        {"effective": effective, "reason": "MISSED_BOOKING"},
        basis=rules,
        **more,
    )


async def play(folder: Path, steps: str, due: Sequence[Seen] = ()) -> tuple[Watch, RotePlatform]:
    platform = RotePlatform(registers, {DUE: due} if due else {})
    player = Player(platform, platform, [scenario(folder, steps)], lambda *_: None)
    [watch] = await player.play()
    return watch, platform


def said(watch: Watch) -> list[str]:
    return [f"{failure.line}: {failure.text}" for failure in watch.failures]


async def test_an_expected_message_that_came_is_no_failure(tmp_path: Path) -> None:
    steps = (
        SET
        + "- {at: 2024-03-13T00:10, expect: JobseekerDeregistered, citizen: anna, effective: 2024-03-13, basis: [REG-01]}"
    )
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert said(watch) == []
    assert watch.ids == {"anna": ANNA}


async def test_a_message_that_differs_is_named_with_what_differs(tmp_path: Path) -> None:
    steps = (
        SET
        + "- {at: 2024-03-13T00:10, expect: JobseekerDeregistered, citizen: anna, effective: 2024-03-14, basis: [IM-02]}"
    )
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert said(watch) == [
        "5: expected JobseekerDeregistered for anna with effective 2024-03-14, basis IM-02: the closest that came differs: "
        "effective is 2024-03-13, not 2024-03-14; it rests on REG-01, not on IM-02"
    ]


async def test_of_a_status_the_last_one_told_stands_until_the_next(tmp_path: Path) -> None:
    def tells(letter: Letter) -> Sequence[Seen]:
        told = [{"version": version, "immediate_booking": {"since": f"2024-03-0{version}"}} for version in (5, 6)]
        found = registers(letter)
        is_set = found and found[0].name == "DeadlineSet"
        return [
            *found,
            *(event("CitizenStatus", "2024-03-04T09:00", body, topic="citizens.status") for body in told if is_set),
        ]

    steps = (
        SET
        + "- {at: 2024-03-20T09:00, from: jobnet, send: ChooseReminders, citizen: anna}\n"
        + "- {at: 2024-04-01T09:00, expect: CitizenStatus, citizen: anna, immediate_booking: {since: 2024-03-06}}\n" * 2
        + "- {at: 2024-04-01T09:00, expect: CitizenStatus, citizen: anna, immediate_booking: {since: 2024-03-05}}\n"
    )
    platform = RotePlatform(tells)
    [watch] = await Player(platform, platform, [scenario(tmp_path, steps)], lambda *_: None).play()
    assert [text.partition(": ")[2] for text in said(watch)] == [
        "expected CitizenStatus for anna with immediate_booking {since: 2024-03-05}: "
        "the last one told, at 2024-03-04 10:00, differs: immediate_booking is {since: 2024-03-06}, not {since: 2024-03-05}"
    ]


async def test_a_message_that_did_not_come_is_said_to_be_missing_with_what_came(tmp_path: Path) -> None:
    steps = SET + "- {at: 2024-03-13T00:10, expect: LetterRequested, citizen: anna}"
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert "none came; what came since 2024-03-04 10:00: JobseekerDeregistered" in said(watch)[0]


async def test_a_message_that_came_before_the_step_before_is_too_early(tmp_path: Path) -> None:
    steps = (
        SET
        + """\
- {at: 2024-03-13T08:00, never: LetterRequested, citizen: anna}
- {at: 2024-03-13T09:00, expect: JobseekerDeregistered, citizen: anna}"""
    )
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert "it came at 2024-03-13 00:10, not after the step before it (2024-03-13 08:00)" in said(watch)[0]


async def test_a_message_that_comes_after_the_step_is_too_late(tmp_path: Path) -> None:
    steps = (
        SET
        + """\
- {at: 2024-03-12T23:59, expect: JobseekerDeregistered, citizen: anna}
- {at: 2024-03-13T09:00, nothing_else: true}"""
    )
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert said(watch)[0].startswith("5: expected JobseekerDeregistered for anna: none came")


async def test_each_expectation_uses_up_one_message(tmp_path: Path) -> None:
    twice = "- {at: 2024-03-13T00:10, expect: JobseekerDeregistered, citizen: anna}\n" * 2
    watch, _ = await play(tmp_path, SET + twice, [deregistered()])
    assert said(watch) == [
        "6: expected JobseekerDeregistered for anna: it came 1 time(s), and an earlier step has used that up"
    ]


async def test_what_must_never_come_is_a_failure_when_it_comes(tmp_path: Path) -> None:
    steps = SET + "- {at: 2024-03-13T08:00, never: JobseekerDeregistered, citizen: anna, effective: 2024-03-13}"
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert said(watch) == ["5: JobseekerDeregistered for anna with effective 2024-03-13 came at 2024-03-13 00:10"]


async def test_what_must_never_come_and_did_not_is_no_failure(tmp_path: Path) -> None:
    steps = SET + "- {at: 2024-03-13T08:00, never: JobseekerDeregistered, citizen: anna, effective: 2024-04-01}"
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert said(watch) == []


async def test_nothing_else_counts_consequences_and_repetitions_of_what_was_expected(tmp_path: Path) -> None:
    steps = (
        SET
        + "- {at: 2024-03-04T10:00, expect: DeadlineSet, citizen: anna}\n- {at: 2024-03-13T08:00, nothing_else: true}"
    )
    extra = [deregistered(), event("DeadlineSet", "2024-03-12T23:10"), event("DeadlineClosed", "2024-03-12T23:10")]
    watch, _ = await play(tmp_path, steps, extra)
    assert said(watch) == [
        "6: also came: JobseekerDeregistered for anna at 2024-03-13 00:10; DeadlineSet for anna at 2024-03-13 00:10"
    ]


async def test_nothing_else_at_all_counts_every_event_but_those_of_the_prelude(tmp_path: Path) -> None:
    steps = (
        SET
        + "- {at: 2024-03-04T10:00, expect: DeadlineSet, citizen: anna}\n- {at: 2024-03-13T08:00, nothing_else: all}"
    )
    watch, _ = await play(tmp_path, steps)
    assert said(watch) == []
    watch, _ = await play(tmp_path, steps, [event("DeadlineClosed", "2024-03-12T23:10")])
    assert said(watch) == ["6: also came: DeadlineClosed for anna at 2024-03-13 00:10"]


async def test_a_notice_that_repeats_a_fact_is_asked_for_only_by_files_about_notices(tmp_path: Path) -> None:
    expected = SET + "- {at: 2024-03-13T00:10, expect: JobseekerDeregistered, citizen: anna}\n"
    notice = event("NoticeIssued", "2024-03-12T23:10", {"kind": "DEREGISTERED"}, topic="akasse.events")
    watch, _ = await play(tmp_path, expected + "- {nothing_else: true}", [deregistered(), notice])
    assert said(watch) == []
    asked = expected + "- {at: 2024-03-13T00:10, expect: NoticeIssued, citizen: anna}\n- {nothing_else: true}"
    watch, _ = await play(tmp_path, asked, [deregistered(), notice, notice])
    assert said(watch) == ["7: also came: NoticeIssued for anna at 2024-03-13 00:10"]


async def test_what_stands_on_an_authoritys_topic_is_told_apart_from_the_event(tmp_path: Path) -> None:
    steps = SET + "- {at: 2024-03-13T00:10, expect: JobseekerDeregistered, citizen: anna, to: akasse-05}"
    watch, _ = await play(tmp_path, steps, [deregistered()])
    assert len(watch.failures) == 1
    watch, _ = await play(tmp_path, steps, [deregistered(topic="out.akasse-05")])
    assert said(watch) == []


async def test_a_kept_field_is_sent_and_compared(tmp_path: Path) -> None:
    steps = (
        SET
        + """\
- {at: 2024-03-13T00:10, expect: NoticeIssued, citizen: anna, as: told}
- {at: 2024-03-13T09:00, from: akasse-05, send: AnswerNotice, citizen: anna, notice: $told.notice, relevant: true,
   sanctioned: false}
- {at: 2024-03-13T09:00, never: NoticeIssued, citizen: anna, notice: $told.notice}"""
    )
    notice = event("NoticeIssued", "2024-03-12T23:10", {"notice": ANNA}, topic="akasse.events")
    watch, platform = await play(tmp_path, steps, [notice])
    assert json.loads(platform.letters[-1].value or b"")["notice"] == ANNA
    assert said(watch) == ["8: NoticeIssued for anna with notice $told.notice came at 2024-03-13 00:10"]


async def test_a_command_that_needs_what_never_came_is_not_sent(tmp_path: Path) -> None:
    steps = (
        SET
        + """\
- {at: 2024-03-13T00:10, expect: NoticeIssued, citizen: anna, as: told}
- {at: 2024-03-13T09:00, from: akasse-05, send: AnswerNotice, citizen: anna, notice: $told.notice, relevant: true,
   sanctioned: false}"""
    )
    watch, platform = await play(tmp_path, steps)
    assert [line.split(":")[0] for line in said(watch)] == ["5", "6"]
    assert platform.letters[-1].headers["ce_type"] == "dk.selvbooking.SetDeadline.v1"


async def test_a_rejected_record_is_known_by_its_place(tmp_path: Path) -> None:
    steps = """
- {at: 2024-03-04T10:00, from: jobnet, raw: "not json"}
- {at: 2024-03-04T10:00, expect: RecordRejected, to: jobnet, code: NOT_JSON}"""

    def rejects(letter: Letter) -> Sequence[Seen]:
        said = {"code": "NOT_JSON", "place": "in.jobnet/0@2"}
        bad = event("RecordRejected", "2024-03-04T09:00", said, topic="out.jobnet", subject="x")
        return registers(letter) if letter.value != b"not json" else [bad]

    platform = RotePlatform(rejects)
    [watch] = await Player(platform, platform, [scenario(tmp_path, steps)], lambda *_: None).play()
    assert said(watch) == []


async def test_what_is_refused_before_the_first_step_is_a_failure_that_names_the_command(tmp_path: Path) -> None:
    def refuses(letter: Letter) -> Sequence[Seen]:
        refusal = {"command_id": letter.headers["ce_id"], "outcome": "refused", "code": "AKASSE_MISSING"}
        root = f"{letter.sender}/{letter.headers['ce_id']}"
        return [
            event(
                "CommandAnswered",
                "2024-03-02T07:00",
                refusal,
                topic="out.jobcentre-46100",
                subject="",
                correlation=root,
            )
        ]

    platform = RotePlatform(refuses)
    [watch] = await Player(platform, platform, [scenario(tmp_path, SET)], lambda *_: None).play()
    what = "for anna from jobcentre-46100, before the first step, was refused: AKASSE_MISSING"
    assert said(watch) == [f"2: RegisterCitizen {what}", f"2: RecordGuidance {what}"]


def test_a_name_with_danish_letters_is_no_part_of_a_command_s_id(tmp_path: Path) -> None:
    people = PEOPLE.replace("anna", "åse")
    found = read(write(tmp_path, SET.replace("anna", "åse"), f"law: [DL-01]\n{people}"))
    assert all(send.id.isascii() for send in found.prelude)


async def test_the_clock_stops_at_every_timer_on_the_way(tmp_path: Path) -> None:
    steps = SET + "- {at: 2024-03-14T09:00, nothing_else: true}"
    _, platform = await play(tmp_path, steps, [event("DeadlineClosed", "2024-03-12T23:10")])
    assert platform.ticks == [utc("2024-03-02T07:00"), utc("2024-03-04T09:00"), DUE, utc("2024-03-14T08:00")]


async def test_files_share_one_clock_and_do_not_see_each_other(tmp_path: Path) -> None:
    early = scenario(tmp_path, SET + "- {nothing_else: true}", 0, "early")
    later = SET.replace("2024-03-04", "2024-03-05") + "- {nothing_else: true}"
    late = scenario(tmp_path, later, 1, "late")
    platform = RotePlatform()
    watches = await Player(platform, platform, [late, early], lambda *_: None).play()
    assert platform.ticks == [utc(f"2024-03-{at}:00") for at in ("02T07", "03T07", "04T09", "05T09")]
    first, second = (watch.scenario.citizens["anna"].reference for watch in (watches[1], watches[0]))
    assert [letter.headers["ce_id"] for letter in platform.letters] == [
        f"f0.{first}.RegisterCitizen",
        f"f0.{first}.RecordGuidance",
        f"f1.{second}.RegisterCitizen",
        f"f1.{second}.RecordGuidance",
        "f0.4",
        "f1.4",
    ]
    assert [watch.failures for watch in watches] == [[], []]


async def test_a_cpr_number_is_sent_in_the_body_and_nowhere_else(tmp_path: Path) -> None:
    watch, platform = await play(tmp_path, SET)
    cpr = watch.scenario.citizens["anna"].cpr
    for letter in platform.letters:
        assert json.loads(letter.value or b"")["cpr"] == cpr
        assert cpr not in f"{letter.key}{letter.headers}"

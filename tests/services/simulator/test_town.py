"""The demo's town, on a platform that says yes to everything."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.simulator.population import populate
from services.simulator.town import FIRST, Town
from services.simulator.wire import Letter, Seen
from tests.services.simulator.support import RotePlatform, event


def name_of(letter: Letter) -> str:
    return "" if letter.key == "noise" else letter.headers["ce_type"].split(".")[2]


def yes(letter: Letter) -> Sequence[Seen]:
    """What the platform would say if nobody were ever refused; a citizen's id is the sender's own reference."""
    body = json.loads(letter.value or b"") if name_of(letter) else {}
    deadline = f"deadline of {letter.key}"

    def say(name: str, said: dict[str, Any]) -> Seen:
        root = f"{letter.sender}/{letter.headers['ce_id']}"
        return event(name, "2024-02-05T08:00", said, subject=letter.key, correlation=root)

    match name_of(letter):
        case "RegisterCitizen":
            return [say("CitizenRegistered", {})]
        case "SetDeadline":
            hold_by = date.fromisoformat(body["due"]) + timedelta(days=7)
            return [say("DeadlineSet", {"deadline": deadline, "due": body["due"], "hold_by": hold_by.isoformat()})]
        case "BookInterview":
            held_on = f"2024-{body['slot'][:2]}-{body['slot'][2:4]}"
            booked = {"interview": letter.key, "slot": body["slot"], "held_on": held_on, "supplier": "jobcentre-46100"}
            return [say("InterviewBooked", booked), say("DeadlineFulfilled", {"deadline": deadline})]
        case "CancelInterview":
            return [say("InterviewCancelled", {"interview": letter.key, "slot": "x", "supplier": "jobcentre-46100"})]
    return []


async def live(seed: int, weeks: int = 3) -> tuple[Town, RotePlatform]:
    platform = RotePlatform(yes)
    days: list[date] = []
    town = Town(platform, platform, populate(seed, 60), seed, days.append)
    await town.live(weeks)
    assert days == [FIRST + timedelta(days=number) for number in range(7 * weeks)]
    return town, platform


async def test_the_same_seed_sends_the_same_letters_and_another_seed_others() -> None:
    first, second, other = [(await live(seed))[1].letters for seed in (5, 5, 6)]
    assert first == second
    assert first != other


async def test_people_are_registered_guided_given_deadlines_and_book() -> None:
    town, platform = await live(5)
    sent = Counter(name_of(letter) for letter in platform.letters)
    assert sent["RegisterCitizen"] == 60
    assert sent.keys() >= {"PublishSlots", "RecordGuidance", "SetDeadline", "BookInterview", "CancelInterview"}
    assert town.tally.summary()["deadlines"]["met"] > 0
    assert town.sent == len(platform.letters)


async def test_some_messages_arrive_after_the_day_on_which_they_were_sent() -> None:
    _, platform = await live(5)
    mornings = [letter for letter in platform.letters if letter.headers.get("ce_id", "").split("-")[1:2] == ["09"]]
    late = [letter for letter in mornings if name_of(letter) == "BookInterview"]
    assert late
    for letter in late:
        sent_on, arrived_on = letter.headers["ce_time"][2:10].replace("-", ""), letter.headers["ce_id"][:6]
        assert sent_on < arrived_on


async def test_no_free_time_is_shown_to_two_people_at_once() -> None:
    _, platform = await live(5)
    shown: Counter[tuple[str, str]] = Counter()
    residents = {resident.reference: resident for resident in populate(5, 60)}
    for letter in platform.letters:
        if name_of(letter) == "BookInterview":
            moment = "-".join(letter.headers["ce_id"].split("-")[:2])
            shown[moment, residents[letter.key].jobcentre + json.loads(letter.value or b"")["slot"]] += 1
    assert max(shown.values()) == 1


async def test_the_story_told_is_that_of_somebody_to_whom_something_happened() -> None:
    town, _ = await live(5)
    resident, story = town.most_eventful()
    assert town.ids()[resident.name] == resident.reference
    assert [seen.name for seen in story][:2] == ["RegisterCitizen", "CitizenRegistered"]

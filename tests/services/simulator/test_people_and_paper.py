"""CPR numbers of nobody, the demo's population, the document, the timeline."""

import json
from collections import Counter
from datetime import date, datetime
from io import StringIO
from pathlib import Path

from rich.console import Console

from contracts.registry import CONTRACTS
from services.simulator.cpr import DAYS, reference, unborn
from services.simulator.document import scenarios_md
from services.simulator.population import GROUPS, populate
from services.simulator.report import as_json, timeline
from tests.services.simulator.support import event


def test_a_generated_number_has_a_date_that_lies_ahead_and_a_century_that_says_so() -> None:
    for index in range(0, 4000 * DAYS, 1_234_567):
        number = unborn(index)
        assert len(number) == 10
        assert number[6] in "5678"
        born = datetime.strptime(f"{number[:4]}20{number[4:6]}", "%d%m%Y").date()  # noqa: DTZ007
        assert born >= date(2037, 1, 1)


def test_no_two_generated_numbers_are_the_same() -> None:
    assert len({unborn(index) for index in range(3 * DAYS)}) == 3 * DAYS


def test_a_reference_holds_no_digit() -> None:
    assert not any(letter.isdigit() for index in range(100) for letter in reference(unborn(index)))


def test_the_same_seed_gives_the_same_town_and_another_seed_another() -> None:
    assert populate(7, 50) == populate(7, 50)
    assert populate(7, 50) != populate(8, 50)


def test_every_group_lives_in_the_town_and_only_dagpenge_recipients_have_a_fund() -> None:
    town = populate(1, 300)
    assert set(Counter(resident.group for resident in town)) == set(GROUPS)
    assert all((resident.akasse is not None) == (resident.group == "G1") for resident in town)


def test_the_document_lists_every_command_and_every_event() -> None:
    text = scenarios_md()
    missing = [
        name for name, c in CONTRACTS.items() if c.kind != "internal" and f"| {name} |" not in text.replace("**", "")
    ]
    assert missing == []
    assert "`due*` date" in text
    assert "**JobseekerDeregistered**" in text


def test_the_committed_document_is_the_one_that_follows_from_the_contracts() -> None:
    committed = Path(__file__).parents[3] / "docs" / "scenarios.md"
    assert committed.read_text() == scenarios_md()


def test_a_timeline_shows_the_legal_basis_and_no_ids() -> None:
    rules = ({"rule": "REG-01", "citations": ["BAB § 27, stk. 2", "V1 2.3.1"]},)
    seen = event(
        "JobseekerDeregistered", "2024-03-12T23:10", {"effective": "2024-03-13", "deadline": "x-y"}, basis=rules
    )
    out = StringIO()
    Console(file=out, width=200).print(timeline([(seen, "anna")]))
    assert "2024-03-13 00:10" in out.getvalue()
    assert "REG-01 BAB § 27, stk. 2; V1 2.3.1" in out.getvalue()
    assert "x-y" not in out.getvalue()


def test_a_message_as_json_says_whose_it_is_and_holds_no_cpr_number() -> None:
    told = json.loads(
        as_json(event("DeadlineSet", "2024-03-04T09:00", {"due": "2024-03-12", "cpr": unborn(0)}), "a", "anna")
    )
    assert (told["file"], told["citizen"], told["type"], told["body"]) == (
        "a",
        "anna",
        "DeadlineSet",
        {"due": "2024-03-12"},
    )

"""The feeds: who hears of an event, what they are told, and who learns the CPR number."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from contracts.akasse.v1 import NoticeIssued, NoticeKind, NoticeRetracted
from contracts.common.v1 import CommandAccepted
from contracts.deadlines.v1 import DeadlineSet
from contracts.gateway.v1 import CommandAnswered, Notice
from contracts.registration.v1 import Letter, LetterRequested, RegisterCitizen
from contracts.registry import BY_MODEL, CONTRACTS
from contracts.sanctions.v1 import SanctionCaseReversed
from contracts.slots.v1 import InterviewCancelled, InterviewHeld, SlotsPublished
from contracts.topics import Authority, supply_of
from contracts.types import Form, Group, InterviewType
from services.gateway.case import Case
from services.gateway.decide import decider
from services.gateway.feeds import NOTICES, FeedRender
from services.gateway.vault import Vault
from shared.law.decision import To
from shared.runtime.database import Pool, transaction
from shared.runtime.ports import Row
from tests.services.gateway.records import (
    ANNA,
    JOBCENTRE,
    NOW,
    PLANNER,
    Life,
    at,
    event,
    fresh_citizen,
    fresh_number,
    topics,
)
from tests.services.gateway.test_router import DEADLINE_SET, REGISTER, REGISTERED

OTHER = "6b9c2f6e-6a4f-5c1b-9d3e-2f1a7c5e8b10"
LETTER = LetterRequested(letter=OTHER, kind=Letter.DEREGISTRATION, about=date(2024, 3, 13), text="Du er afmeldt.")
CANCELLED = InterviewCancelled(interview=OTHER, slot="t-1", held_on=date(2024, 3, 14), cancelled_by="jobnet")
HELD = InterviewHeld(
    interview=OTHER,
    held_on=date(2024, 3, 4),
    held_by="akasse-05",
    interview_type=InterviewType.JOB,
    form=Form.PHONE,
)
LEFT = RegisterCitizen(group=Group.G2, jobcentre="46100", on=date(2024, 4, 1))


@pytest.fixture
def anna() -> Life:
    """Registered by jobcentre 46100 on 4 March, a member of fund 05."""
    life = Life()
    life.sends(REGISTER)
    return life


@pytest.mark.parametrize(
    ("body", "source", "heard"),
    [
        (DEADLINE_SET, "deadlines", ["out.akasse-05", "out.jobcentre-46100", "out.jobnet"]),
        (REGISTERED, "registration", ["out.akasse-05", "out.jobcentre-46100", "out.jobnet"]),
        (LETTER, "registration", ["out.digitalpost"]),
        (CANCELLED, "slots", ["out.jobcentre-46100", "out.jobnet", "out.planner-46100"]),
        (
            replace(CANCELLED, supplier="akasse-05"),
            "slots",
            ["out.akasse-05", "out.jobcentre-46100", "out.jobnet", "out.planner-05"],
        ),
        (
            replace(CANCELLED, supplier="jobcentre-46100"),
            "slots",
            ["out.jobcentre-46100", "out.jobnet", "out.planner-46100"],
        ),
        (HELD, "slots", ["out.akasse-05", "out.jobcentre-46100", "out.jobnet", "out.planner-05"]),
        (SanctionCaseReversed(case=OTHER, deadline=OTHER, because="X"), "sanctions", ["out.jobcentre-46100"]),
        (CommandAccepted(command="SetDeadline", command_id="k"), "deadlines", []),
    ],
)
def test_an_event_goes_to_those_whom_it_concerns(body: Any, source: str, heard: list[str], anna: Life) -> None:
    assert topics(anna.learns(body, source)) == heard


def test_the_jobcentre_and_fund_of_another_hear_nothing(anna: Life) -> None:
    heard = {topic for name in CONTRACTS if (c := CONTRACTS[name]).feeds and c.service != "gateway"
             for topic in topics(anna.learns(msgspec.convert(c.example, c.model), c.service))}  # fmt: skip
    assert {"out.jobcentre-46100", "out.akasse-05", "out.jobnet", "out.digitalpost"} <= heard
    assert not {"out.jobcentre-70700", "out.akasse-46", "out.planner-70700", "out.ops"} & heard


def test_of_a_citizen_without_relations_only_they_hear_who_know_everybody() -> None:
    assert topics(Life().learns(DEADLINE_SET, "deadlines")) == ["out.jobnet"]
    assert topics(Life().learns(CANCELLED, "slots")) == ["out.jobnet"]


@pytest.mark.parametrize(
    ("day", "hears"),
    [(date(2024, 3, 31), True), (date(2024, 7, 29), True), (date(2024, 7, 30), False), (date(2023, 11, 5), True),
     (date(2023, 11, 4), False)],
)  # fmt: skip
def test_a_fund_hears_what_happened_within_its_window_by_business_date(day: date, hears: bool, anna: Life) -> None:
    anna.sends(LEFT)
    assert ("out.akasse-05" in topics(anna.learns(DEADLINE_SET, "deadlines", time=at(day)))) is hears


def test_the_business_date_is_the_danish_one(anna: Life) -> None:
    anna.sends(LEFT)
    half_past_midnight = datetime(2024, 7, 29, 22, 30, tzinfo=UTC)
    assert "out.akasse-05" not in topics(anna.learns(DEADLINE_SET, "deadlines", time=half_past_midnight))


def test_the_former_and_the_present_fund_both_hear_of_the_change(anna: Life) -> None:
    anna.sends(RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="46", on=date(2024, 4, 1)))
    heard = topics(anna.learns(REGISTERED, "registration", time=at(date(2024, 4, 1))))
    assert {"out.akasse-05", "out.akasse-46"} <= set(heard)


def test_what_a_fund_was_told_it_is_told_to_be_no_longer_so_however_late(anna: Life) -> None:
    anna.sends(LEFT)
    told: dict[str, Any] = {
        "notice": OTHER, "kind": NoticeKind.DEREGISTERED, "akasse": "05", "event_date": date(2024, 3, 13)
    }  # fmt: skip
    long_after = NOW + timedelta(days=300)
    assert "out.akasse-05" in topics(anna.learns(NoticeRetracted(**told), "akasse", time=long_after))
    assert "out.akasse-46" in topics(anna.learns(NoticeIssued(**told | {"akasse": "46"}), "akasse"))


def test_who_has_no_topic_is_told_nothing() -> None:
    few = decider([Authority.parse("jobnet")])
    claimed = few(Case(ANNA), event(REGISTERED, "registration"), date(2024, 3, 4))
    assert topics(claimed) == ["out.jobnet"]


def test_slots_go_to_jobnet_and_to_the_planner_of_whose_they_are() -> None:
    supply = Life(supply_of(JOBCENTRE))
    assert topics(supply.learns(SlotsPublished(supplier=JOBCENTRE, slots=()), "slots")) == [
        "out.jobnet",
        f"out.{PLANNER}",
    ]
    decision = supply.learns(SlotsPublished(supplier="jobcentre-70700", slots=()), "slots")
    assert topics(decision) == ["out.jobnet", "out.planner-70700"]


def test_a_notice_says_what_changed_and_carries_the_event_with_its_basis(anna: Life) -> None:
    decision = anna.learns(
        replace(DEADLINE_SET, deadline=OTHER), "deadlines", sequence=7, time=at(date(2024, 3, 5), 23)
    )
    sent = decision.events[0]
    assert sent.type == CONTRACTS["DeadlineSet"].type and sent.key is None and isinstance(sent.body, Notice)
    assert msgspec.to_builtins(sent.body) == {
        "entity": "deadline", "entity_id": OTHER, "version": 7, "change": "create", "business_date": "2024-03-06",
        "citizen": ANNA, "cpr": None,
        "message": {
            "deadline": OTHER, "visible_on": "2024-03-04", "due": "2024-03-12", "hold_by": "2024-03-19",
            "interview_type": "JOB", "owner": JOBCENTRE, "basis": [{"rule": "DL-01"}],
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "source", "entity_id"),
    [
        (REGISTERED, "registration", ANNA), (LETTER, "registration", OTHER), (CANCELLED, "slots", OTHER),
        (SanctionCaseReversed(case=OTHER, deadline=ANNA, because="X"), "sanctions", OTHER),
    ],
)  # fmt: skip
def test_a_notice_names_the_entity_by_its_own_id_or_else_the_citizen(
    body: Any, source: str, entity_id: str, anna: Life
) -> None:
    assert anna.learns(body, source).events[0].body.entity_id == entity_id


def test_a_notice_about_a_letter_is_a_deletion_when_the_contract_says_so(anna: Life) -> None:
    assert anna.learns(CANCELLED, "slots").events[0].body.change == "delete"


# --- at the moment of sending ---


def row(topic: str, citizen: str, model: type = DeadlineSet, body: bytes | None = None) -> Row:
    sent = Notice(
        entity="deadline", entity_id=OTHER, version=1, change="create", business_date=date(2024, 3, 4), citizen=citizen,
        cpr=None, message={"due": "2024-03-12", "text": "æ"},
    )  # fmt: skip
    return Row(1, 1, topic, citizen, BY_MODEL[model].type, body or msgspec.json.encode(sent))


async def citizens(pool: Pool, vault: Vault, *numbers: str) -> list[str]:
    async with transaction(pool) as tx:
        found = await vault.citizens_of(tx, numbers)
    return [found[number] for number in numbers]


@pytest.fixture
def render(pool: Pool, vault: Vault) -> FeedRender:
    feeds = FeedRender(vault)
    feeds.opened(pool)
    return feeds


@pytest.mark.parametrize("authority", [JOBCENTRE, "akasse-05", "jobnet", "digitalpost"])
async def test_who_is_entitled_gets_the_number_and_all_else_as_it_was(
    authority: str, render: FeedRender, pool: Pool, vault: Vault
) -> None:
    one, two = fresh_number(), fresh_number()
    anna, bo = await citizens(pool, vault, one, two)
    rows = [row(f"out.{authority}", anna), row(f"out.{authority}", bo)]
    for sent, given, number in zip(await render(rows), rows, (one, two), strict=True):
        assert msgspec.json.decode(sent) == msgspec.json.decode(given.body) | {"cpr": number}


async def test_a_planner_an_operator_and_the_services_get_no_number(
    render: FeedRender, pool: Pool, vault: Vault
) -> None:
    [anna] = await citizens(pool, vault, fresh_number())
    answer = msgspec.json.encode(CommandAnswered(command="SetDeadline", command_id="k", outcome="accepted"))
    rows = [
        row("out.planner-46100", anna), row("out.ops", anna), row("deadlines.commands", anna), row("gateway.events", anna),
        row(f"out.{JOBCENTRE}", anna, CommandAnswered, answer), row("out.jobnet", anna, SlotsPublished),
    ]  # fmt: skip
    assert await render(rows) == [given.body for given in rows]


async def test_an_erased_or_unknown_citizen_goes_out_without_number(
    render: FeedRender, pool: Pool, vault: Vault
) -> None:
    [anna] = await citizens(pool, vault, fresh_number())
    async with transaction(pool) as tx:
        await vault.erase(tx, [anna], NOW)
    for sent in await render([row("out.jobnet", anna), row("out.jobnet", fresh_citizen())]):
        assert msgspec.json.decode(sent)["cpr"] is None


async def test_what_changes_place_in_a_batch_keeps_its_order(render: FeedRender, pool: Pool, vault: Vault) -> None:
    number = fresh_number()
    [anna] = await citizens(pool, vault, number)
    rows = [row("out.planner-46100", anna), row("out.jobnet", anna), row("out.planner-46100", anna)]
    assert [number.encode() in sent for sent in await render(rows)] == [False, True, False]


async def test_nothing_is_sent_without_number_because_the_vault_is_not_open_yet(vault: Vault) -> None:
    with pytest.raises(RuntimeError, match="not open"):
        await FeedRender(vault)([row("out.jobnet", ANNA)])


def test_every_event_that_somebody_hears_of_names_its_entity() -> None:
    fed = [c for c in CONTRACTS.values() if c.feeds and c.service != "gateway"]
    assert fed and all(contract.entity for contract in fed)
    assert {c.type for c in fed if c.about == "citizen"} == NOTICES


def test_no_decision_of_the_router_or_the_feeds_carries_a_number(anna: Life) -> None:
    for contract in CONTRACTS.values():
        if contract.kind == "event" and contract.service != "gateway":
            body: Any = msgspec.convert(contract.example, contract.model)
            for sent in anna.learns(body, "deadlines").events:
                assert isinstance(sent, To) and getattr(sent.body, "cpr", None) is None

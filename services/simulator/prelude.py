"""What happens before a scenario's first step: its citizens are registered and guided, its times published."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from contracts.registry import CONTRACTS
from contracts.topics import Authority, Kind
from services.simulator.fields import Context, command_body
from services.simulator.marked import Block
from services.simulator.people import Person
from services.simulator.steps import Citizen, Send
from shared.law.calendar import COPENHAGEN, civil_date

DAYS_BEFORE, HOUR = timedelta(days=2), time(8)
SLOT_MINUTES = 45
DIGITS = {Kind.JOBCENTRE: (5,), Kind.PLANNER: (5, 2), Kind.AKASSE: (2,)}
"""How long a code is; a planner has that of the jobcentre or the fund it plans for."""
LOOKS = "`slots` looks like {planner-46100: {s1: 2024-03-14T09:00}}"

Supply = list[tuple[Authority, Mapping[str, Any], int]]


def parse_authority(said: Any) -> Authority:
    """`jobcentre-46100`; ValueError names the forms there are."""
    try:
        authority = Authority.parse(str(said))
        if len(authority.code) in DIGITS.get(authority.kind, (0,)):
            return authority
    except ValueError:
        pass
    forms = ", ".join(f"{kind}-{'0' * n}" if n else str(kind) for kind in Kind for n in DIGITS.get(kind, (0,)))
    raise ValueError(f"there is no authority {said!r}; the forms are {forms}")


def read_slots(given: Any, line: int, context: Context, wrong: Callable[[int, str], None]) -> Supply:
    """The short form of `PublishSlots` at the head of a file: planner, name of the time, when it starts."""
    supply: Supply = []
    if not isinstance(given, Block) or not all(isinstance(times, Block) for times in given.values()):
        wrong(line, LOOKS)
        return supply
    for said, times in given.items():
        slots = [{"slot": name, "starts_at": at, "minutes": SLOT_MINUTES, "staff": name} for name, at in times.items()]
        body, problems = command_body(CONTRACTS["PublishSlots"], {"slots": slots}, context)
        for problem in problems:
            wrong(given.lines[said], problem.text)
        try:
            supply.append((_planner(said), body, given.lines[said]))
        except ValueError as error:
            wrong(given.lines[said], str(error))
    return supply


def _planner(said: Any) -> Authority:
    authority = parse_authority(said)
    if authority.kind != Kind.PLANNER:
        raise ValueError(f"{authority} publishes no times; a planner does, such as planner-{authority.code or '46100'}")
    return authority


def prelude(
    people: Mapping[str, Person], supply: Supply, first: datetime, space: str
) -> tuple[dict[str, Citizen], tuple[Send, ...]]:
    """The citizens, and the commands that come before `first`: two days earlier, or on the date that a citizen names."""
    usual = civil_date(first) - DAYS_BEFORE
    citizens = {name: person.citizen(usual) for name, person in people.items()}
    days = [citizen.registered for citizen in citizens.values() if citizen.registered]
    opening = _morning(min(days, default=usual))
    sends = [
        Send(line, opening, planner, CONTRACTS["PublishSlots"], None, body, opening, f"{space}{planner}.slots", True)
        for planner, body, line in supply
    ]
    for citizen in citizens.values():
        if citizen.registered:
            sends += _registration(citizen, _morning(citizen.registered), space)
    return citizens, tuple(sorted(sends, key=lambda send: send.at))


def _registration(citizen: Citizen, at: datetime, space: str) -> list[Send]:
    sender = Authority(Kind.JOBCENTRE, citizen.jobcentre)
    bodies = {"RegisterCitizen": citizen.body} | ({"RecordGuidance": {}} if citizen.guided else {})
    return [
        Send(
            citizen.line,
            at,
            sender,
            CONTRACTS[name],
            citizen.name,
            body,
            at,
            f"{space}{citizen.reference}.{name}",
            True,
        )
        for name, body in bodies.items()
    ]


def _morning(day: date) -> datetime:
    return datetime.combine(day, HOUR, COPENHAGEN).astimezone(UTC)

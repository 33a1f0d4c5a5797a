"""What the pages read. One connection per question, nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from services.console.case import Parked, Summary
from services.console.store import LOAD, LOAD_PARKED, summary_of
from shared.runtime.database import Pool

PAGE = 100
"""Lines of a timeline on one page."""
MOST_PARKED = 500
LATEST = 25

TALLIES = """
    SELECT service, type, sum(number)::bigint AS total, coalesce(sum(number) FILTER (WHERE day = $1), 0)::bigint AS today
    FROM tally GROUP BY service, type ORDER BY service, type"""
CODES = """
    SELECT service, code, sum(number)::bigint AS total, coalesce(sum(number) FILTER (WHERE day = $1), 0)::bigint AS today
    FROM tally WHERE code <> '' GROUP BY service, code ORDER BY total DESC, service, code"""
CONSEQUENCES = """
    SELECT citizen, service, type, time, body, basis FROM entry WHERE consequence
    ORDER BY time DESC, citizen, service, sequence DESC LIMIT $1"""
REFUSED = """
    SELECT citizen, service, type, time, body, basis FROM entry WHERE type = 'CommandRefused'
    ORDER BY time DESC, citizen, service, sequence DESC LIMIT $1"""
PARKED = """
    SELECT citizen, service, message, type, error, since FROM parked ORDER BY since, citizen, service LIMIT $1"""
PARKED_NUMBER = "SELECT count(*) FROM parked"
ONE_PARKED = "SELECT 1 FROM parked WHERE citizen = $1 AND service = $2 AND message = $3"
TIMELINE = """
    SELECT id, service, type, time, body, basis FROM entry WHERE citizen = $1
    ORDER BY time DESC, service DESC, sequence DESC LIMIT $2 OFFSET $3"""
ACTIONS = "SELECT at, who, act, citizen, service, reason, sent_at FROM audit ORDER BY at DESC, id LIMIT $1"


@dataclass(frozen=True, slots=True)
class Citizen:
    """One citizen's page. `older`: whether there are lines beyond these."""

    summary: Summary
    parked: tuple[Parked, ...]
    timeline: list[dict[str, Any]]
    older: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who is parked, the longest first; `number` counts those beyond the list, too."""

    number: int
    first: list[dict[str, Any]]


async def tallies(pool: Pool, today: date) -> list[dict[str, Any]]:
    """Events per service and type: in all, and today."""
    return _plain(await pool.fetch(TALLIES, today))


async def refusals(pool: Pool, today: date) -> list[dict[str, Any]]:
    """Refusals per service and code: in all, and today."""
    return _plain(await pool.fetch(CODES, today))


async def latest_refusals(pool: Pool, most: int = LATEST) -> list[dict[str, Any]]:
    return _plain(await pool.fetch(REFUSED, most))


async def latest_consequences(pool: Pool, most: int = LATEST) -> list[dict[str, Any]]:
    """What last changed somebody's rights."""
    return _plain(await pool.fetch(CONSEQUENCES, most))


async def parked(pool: Pool, most: int = MOST_PARKED) -> Waiting:
    return Waiting(await pool.fetchval(PARKED_NUMBER), _plain(await pool.fetch(PARKED, most)))


async def is_parked(pool: Pool, citizen: str, service: str, message: str) -> bool:
    """Whether this very message still stands there."""
    return bool(await pool.fetchval(ONE_PARKED, citizen, service, message))


async def actions(pool: Pool) -> list[dict[str, Any]]:
    """What operators did, the latest first."""
    return _plain(await pool.fetch(ACTIONS, LATEST))


async def citizen(pool: Pool, id: str, page: int) -> Citizen | None:
    """None for somebody of whom no service has told anything, and for a page beyond the last."""
    rows = _plain(await pool.fetch(TIMELINE, id, PAGE + 1, (page - 1) * PAGE))
    if not rows:
        return None
    summary, standing = await pool.fetchrow(LOAD, [id]), await pool.fetch(LOAD_PARKED, [id])
    told = tuple(Parked(*rest) for _, *rest in standing)
    return Citizen(summary_of(summary and summary["summary"]), told, rows[:PAGE], len(rows) > PAGE)


def _plain(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [{name: _value(name, value) for name, value in row.items()} for row in rows]


def _value(name: str, value: str | int | datetime) -> Any:
    return msgspec.json.decode(value) if name in ("body", "basis") and isinstance(value, str) else value

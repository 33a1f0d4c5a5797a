"""The last hand on what goes out: the CPR number, for who is entitled to it. The journal never holds one."""

from collections.abc import Sequence

import msgspec

import contracts.messages  # noqa: F401  (completes the registry)
from contracts.registry import CONTRACTS
from contracts.topics import Authority, Kind
from services.gateway.vault import Vault
from shared.runtime.database import Pool
from shared.runtime.ports import Row

ENTITLED = frozenset({Kind.JOBCENTRE, Kind.AKASSE, Kind.JOBNET, Kind.DIGITALPOST})
"""Kinds of authority that may know a CPR number; a planner knows a citizen's id only."""

NOTICES = frozenset(c.type for c in CONTRACTS.values() if c.feeds and c.service != "gateway" and c.about == "citizen")
"""Types whose form on an `out` topic is a notice about a citizen."""


class Thin(msgspec.Struct):
    """A notice as far as it is read here; the event in it is passed on as it stands."""

    entity: str
    entity_id: str
    version: int
    change: str
    business_date: str
    citizen: str
    cpr: str | None
    message: msgspec.Raw


_thin = msgspec.json.Decoder(Thin)


class FeedRender:
    """Puts CPR numbers into notices, with one look into the vault for all of a batch."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._pool: Pool | None = None

    def opened(self, pool: Pool) -> None:
        """Where the vault's table is; told before the first row is sent."""
        self._pool = pool

    async def __call__(self, rows: Sequence[Row]) -> list[bytes]:
        """The bytes to send for each row, in order."""
        notices = {index: _thin.decode(row.body) for index, row in enumerate(rows) if entitled(row)}
        if not notices:
            return [row.body for row in rows]
        if self._pool is None:
            raise RuntimeError("the vault is not open")
        numbers = await self.vault.reveal(self._pool, {notice.citizen for notice in notices.values()})
        for notice in notices.values():
            notice.cpr = numbers[notice.citizen]
        return [msgspec.json.encode(notices[i]) if i in notices else row.body for i, row in enumerate(rows)]


def entitled(row: Row) -> bool:
    """Whether the row is a notice to somebody who may know the citizen's number."""
    place, _, authority = row.topic.partition(".")
    return place == "out" and row.type in NOTICES and Authority.parse(authority).kind in ENTITLED

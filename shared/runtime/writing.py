"""All that the runtime writes of a batch in one statement, which is a transaction of its own: a batch's time is mostly its
round trips. Who has lost a shard writes nothing (guarantee 1)."""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from asyncpg import DivisionByZeroError

from shared.runtime import journal, offsets, parking
from shared.runtime.database import Connection, columns
from shared.runtime.journal import COLUMNS, Line
from shared.runtime.offsets import Fenced, Move
from shared.runtime.parking import Work
from shared.runtime.ports import Changes

MANY = 200
"""More journal rows than this are copied: two round trips more, and half the work."""

WRITE = f"""
    WITH {offsets.MOVE},
    subjects AS ({parking.SAVE}),
    rows AS (
        INSERT INTO journal ({", ".join(COLUMNS)})
        SELECT line.*, $30 FROM unnest($19::text[]::int[], $20::text[]::bigint[], $21::uuid[], $22::text[]::bigint[],
            $23::text[], $24::text[], $25::text[], $26::text[], $27::bytea[], $28::bytea[], $29::bytea[]) AS line)"""
PARAMETERS = 30
"""How many `WRITE` has; a store's own parts come after it, the fence last."""
FENCE = """
    SELECT 1 / (
        (SELECT count(*) FROM positions) = cardinality($1) AND (SELECT count(*) FROM offsets) = cardinality($5))::int"""
"""Only an error undoes a statement: who does not find a shard as it left it divides by zero, before any row is written."""


def is_small(lines: Sequence[Line]) -> bool:
    """Whether a batch's journal rows go with the one statement; more of them need a transaction around it."""
    return len(lines) <= MANY


async def write(
    tx: Connection,
    moves: Collection[Move],
    works: Sequence[Work],
    lines: Sequence[Line],
    changes: Changes | None = None,
) -> None:
    """Positions, offsets and marks, subjects, journal, and the store's tables if it can say what changed; or Fenced."""
    few = lines if is_small(lines) else ()
    rows = [(str(line[0]), str(line[1]), line[2], str(line[3]), *line[4:11]) for line in few]
    recorded = lines[0][11] if lines else None
    steps = offsets.steps(moves), parking.changed(works), columns(rows, 11)
    values = [column for each in steps for column in each]
    try:
        if changes is None:
            await tx.execute(WRITE + FENCE, *values, recorded)
        else:
            await tx.execute(f"{WRITE}, {_numbered_on(changes.parts)}{FENCE}", *values, recorded, *changes.values)
    except DivisionByZeroError:
        raise Fenced from None
    if lines is not few:
        await journal.write(tx, lines)


@lru_cache(maxsize=16)
def _numbered_on(parts: str) -> str:
    """SQL whose parameters come after those of `WRITE`."""
    return re.sub(r"\$(\d+)", lambda found: f"${PARAMETERS + int(found[1])}", parts)

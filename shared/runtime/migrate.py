"""Plain SQL migrations, applied once each, in order, under a lock that all workers of a service share.

File names say when they run: `0002_pre_reminders.sql` before the new code starts, `0003_post_drop_old.sql` after every old
worker is gone (`post=True`).
"""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from shared.runtime.database import Pool, transaction

NAME = re.compile(r"^\d{4}_(pre|post)_[a-z0-9_]+\.sql$")
LOCK = 5_120_001
RUNTIME = Path(__file__).parent / "migrations"


class BrokenMigration(RuntimeError):
    """A file has a wrong name, or one that was applied has been changed since."""


async def migrate(pool: Pool, folders: Sequence[Path], post: bool = False) -> list[str]:
    """Applies what is missing from each folder, all in one transaction; gives the names applied."""
    done: list[str] = []
    async with transaction(pool) as tx:
        await tx.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        await tx.execute("CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, sha256 text NOT NULL)")
        known = {row["name"]: row["sha256"] for row in await tx.fetch("SELECT name, sha256 FROM migration")}
        for folder in folders:
            for file in sorted(folder.glob("*.sql")):
                name = f"{folder.parent.name}/{file.name}"
                digest = hashlib.sha256(file.read_bytes()).hexdigest()
                if not NAME.match(file.name):
                    raise BrokenMigration(f"{name}: a migration is called 0001_pre_words.sql or 0001_post_words.sql")
                if known.get(name, digest) != digest:
                    raise BrokenMigration(f"{name} was changed after it had been applied")
                if name in known or ("_post_" in file.name and not post):
                    continue
                await tx.execute(file.read_text())
                await tx.execute("INSERT INTO migration (name, sha256) VALUES ($1, $2)", name, digest)
                done.append(name)
    return done

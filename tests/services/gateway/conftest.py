"""A database with the gateway's tables, and the vault of these tests."""

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

import services.gateway.app
from deploy.embedded import databases
from deploy.embedded.databases import Database
from deploy.embedded.stack import Servers
from services.gateway.door import GatewayDoor
from services.gateway.vault import Vault
from shared.runtime.clock import fresh_id
from shared.runtime.database import Pool, connect, transaction
from shared.runtime.migrate import migrate
from shared.runtime.ports import Transaction
from tests.services.gateway.records import MASTER_KEY

MIGRATIONS = Path(services.gateway.app.__file__).parent / "migrations"


@pytest_asyncio.fixture(scope="session")
async def pool(servers: Servers) -> AsyncIterator[Pool]:
    """One database for all tests of this folder; each test has citizens of its own."""
    database = Database(f"sb_gateway_{secrets.token_hex(4)}", secrets.token_urlsafe(12))
    await databases.create(servers.postgres, [database])
    pool = await connect(database.url(servers.postgres), "tests")
    await migrate(pool, [MIGRATIONS])
    yield pool
    await pool.close()
    await databases.drop(servers.postgres, [database.name])


@pytest_asyncio.fixture
async def tx(pool: Pool) -> AsyncIterator[Transaction]:
    """One transaction."""
    async with transaction(pool) as tx:
        yield tx


@pytest.fixture
def vault() -> Vault:
    return Vault(MASTER_KEY, fresh_id)


@pytest.fixture
def door(vault: Vault) -> Iterator[GatewayDoor]:
    """A door that begins no traces."""
    yield GatewayDoor(vault, lambda: "")

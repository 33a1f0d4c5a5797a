"""Creates a database and a role per service: `python -m deploy.postgres.create`, once before the services start.

Done again it sets the roles' passwords to the present ones. No role may connect to another's database. No password is said.
"""

import asyncio
import sys
from urllib.parse import unquote, urlsplit

from asyncpg import PostgresError
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.topics import SERVICES
from deploy.embedded import databases
from deploy.embedded.addresses import Postgres
from deploy.embedded.databases import Database

OWNERS = (*SERVICES, "console")


class DatabaseSettings(BaseSettings):
    """`SELVBOOKING_PASSWORDS__DEADLINES` is the password of the role `deadlines`, and so on for each service."""

    model_config = SettingsConfigDict(
        env_prefix="SELVBOOKING_", env_nested_delimiter="__", hide_input_in_errors=True, extra="ignore"
    )

    postgres: SecretStr = Field(description="postgresql://user:password@host:port/; may make roles and databases")
    passwords: dict[str, SecretStr] = Field(description="by service")


async def create(settings: DatabaseSettings, prefix: str = "") -> list[str]:
    """Creates what is missing; gives the names. ValueError when a service has no password."""
    if missing := [owner for owner in OWNERS if not settings.passwords.get(owner)]:
        raise ValueError(f"no password for {', '.join(missing)}")
    url = urlsplit(settings.postgres.get_secret_value())
    server = Postgres(url.hostname or "", url.port or 5432, unquote(url.username or ""), unquote(url.password or ""))
    wanted = [Database(prefix + owner, settings.passwords[owner].get_secret_value()) for owner in OWNERS]
    await databases.create(server, wanted)
    return [database.name for database in wanted]


def main() -> None:
    """The whole job."""
    try:
        print("databases are there:", ", ".join(asyncio.run(create(DatabaseSettings()))))  # type: ignore[call-arg]
    except (PostgresError, ValidationError, ValueError, OSError) as error:
        sys.exit(f"databases: {error}")


if __name__ == "__main__":
    main()

"""Where the servers are, in the form that worlds and tests use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from deploy.embedded.server import Server


@dataclass(frozen=True, slots=True)
class Postgres:
    """Where PostgreSQL is, with the role that makes databases and roles."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{quote(self.user)}:{quote(self.password, safe='')}@{self.host}:{self.port}/{database}"


@dataclass(frozen=True, slots=True)
class Servers:
    """Addresses of what runs. A server that was not asked for (`only`) has an empty one."""

    kafka: str = ""
    postgres: Postgres = Postgres()
    redis: str = field(default="", repr=False)
    topic_door: str = ""
    """Where the stand-in broker takes orders for topics; empty with a real Kafka."""


def servers_of(known: Mapping[str, Server]) -> Servers:
    """The addresses of the servers in the state file."""
    postgres = Postgres()
    if "postgres" in known:
        url = urlsplit(known["postgres"].url)
        user, password = unquote(url.username or ""), unquote(url.password or "")
        postgres = Postgres(url.hostname or "", url.port or 5432, user, password)
    kafka = known.get("kafka")
    redis = known["redis"].url if "redis" in known else ""
    return Servers(kafka.url if kafka else "", postgres, redis, kafka.topic_door if kafka else "")

"""A world: one whole platform, apart from all others on the same servers: topics, databases, vault key, processes."""

import asyncio
import re
import secrets
import shutil
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, Self

from redis.asyncio import Redis

from contracts.topics import SERVICES, Authority, Topics, TopicSpec
from deploy.embedded import databases, topics
from deploy.embedded.databases import Database
from deploy.embedded.home import StackError
from deploy.embedded.leash import Leash
from deploy.embedded.members import Member, MemberStatus, launch, problem_of, status_of, url_of
from deploy.embedded.process import alive, signal_to, stop, tail
from deploy.embedded.stack import Servers, running
from deploy.embedded.world_file import folder_of, read_world, worlds, write_world

MAIN = "main"
"""The world of `selvbooking up`, whose topics have the plain prefix."""

MEMBERS = (*SERVICES, "console")
Clock = Literal["real", "virtual"]
SAVED = ("name", "authorities", "shards", "clock", "services", "vault_key", "passwords")


@dataclass
class World:
    """Made by `create`, found again by `open`. Written to `<home>/worlds/<name>/world.json` at every change."""

    home: Path
    name: str
    servers: Servers
    authorities: tuple[str, ...]
    shards: int
    clock: Clock
    services: tuple[str, ...]
    vault_key: str = field(repr=False)
    passwords: dict[str, str] = field(default_factory=dict, repr=False)
    members: dict[str, Member] = field(default_factory=dict)
    tied: bool = False
    _leash: Leash | None = field(default=None, repr=False, compare=False)

    @classmethod
    async def create(
        cls,
        servers: Servers,
        home: Path,
        name: str,
        authorities: Iterable[Authority | str],
        *,
        shards: int = 4,
        clock: Clock = "virtual",
        services: Collection[str] = MEMBERS,
        tied: bool = True,
    ) -> Self:
        """Topics and databases, no process yet. Doing it twice finds the first and adds what is missing.

        `tied`: its processes end with this one, however this one ends; without it they go on until they are stopped.
        """
        if not re.fullmatch(r"[a-z][a-z0-9-]{0,30}", name):
            raise StackError(f"not a name for a world: {name!r} (lower case letters, digits, hyphens; at most 31)")
        names = tuple(str(Authority.parse(str(authority))) for authority in authorities)
        if name in worlds(home):
            world = cls.open(home, name, servers)
            if (world.shards, world.clock) != (shards, clock):
                raise StackError(f"world {name} has {world.shards} shards and a {world.clock} clock; drop it first")
            world.authorities = tuple(dict.fromkeys([*world.authorities, *names]))
            world.services = tuple(dict.fromkeys([*world.services, *services]))
        else:
            world = cls(home, name, servers, names, shards, clock, tuple(services), secrets.token_hex(32))
        world.tied = tied
        for service in world.services:
            world.passwords.setdefault(service, secrets.token_urlsafe(18))
        world.save()
        await asyncio.gather(
            databases.create(servers.postgres, [world.database(service) for service in world.services]),
            topics.create(servers, world.plan),
        )
        return world

    @classmethod
    def open(cls, home: Path, name: str, servers: Servers | None = None) -> Self:
        """A world made earlier, perhaps by another process; its running services are seen and can be stopped."""
        saved = read_world(home, name)
        servers = servers or running(home)
        if servers is None:
            raise StackError(
                "the servers do not all run; `selvbooking up` starts them, `selvbooking status` tells more"
            )
        saved["members"] = {key: Member.from_json(member) for key, member in saved["members"].items()}
        lists = {key: tuple(saved[key]) for key in ("authorities", "services")}
        return cls(home=home, servers=servers, **{**saved, **lists})

    def save(self) -> None:
        """Keeps what another process needs to open this world."""
        saved = {key: getattr(self, key) for key in SAVED}
        saved["members"] = {key: asdict(member) for key, member in self.members.items()}
        write_world(self.home, self.name, saved)

    @property
    def prefix(self) -> str:
        """What every topic name and every Redis key of this world starts with."""
        return "selvbooking." if self.name == MAIN else f"selvbooking-{self.name}."

    @property
    def topics(self) -> Topics:
        return Topics(self.prefix)

    @property
    def plan(self) -> list[TopicSpec]:
        return self.topics.plan([Authority.parse(name) for name in self.authorities], self.shards)

    @property
    def folder(self) -> Path:
        return folder_of(self.home, self.name)

    @property
    def token_file(self) -> Path:
        """Where the console writes the token that opens it."""
        return self.folder / "console.token"

    def database(self, service: str) -> Database:
        """The service's own database and its own role, both `sb_<world>_<service>`."""
        name = f"sb_{self.name}_{service}".replace("-", "_")
        return Database(name, self.passwords[service])

    def database_url(self, service: str) -> str:
        """As the service itself connects."""
        return self.database(service).url(self.servers.postgres)

    def settings(self, service: str) -> dict[str, str]:
        """The environment that a process of this service needs, without what is a process's own (worker, port)."""
        own = {
            "KAFKA": self.servers.kafka,
            "DATABASE": self.database_url(service),
            "REDIS": self.servers.redis,
            "PREFIX": self.prefix,
            "SHARDS": str(self.shards),
            "CLOCK": self.clock,
            "AUTHORITIES": ",".join(self.authorities),
        }
        if service == "gateway":
            own["VAULT_KEY"] = self.vault_key
        if service == "console":
            own["TOKEN_FILE"] = str(self.token_file)
        return {f"SELVBOOKING_{name}": value for name, value in own.items()}

    def start(
        self,
        service: str,
        worker: str = "1",
        extra_env: Mapping[str, str] | None = None,
        module: str | None = None,
    ) -> Member:
        """Starts a process of a service; one that already runs under that worker's name stays as it is.

        `module`: what to run with the service's settings in place of `services.<service>`.
        """
        known = self.members.get(f"{service}-{worker}")
        if known and alive(known.process):
            return known
        if self.tied and not self._leash:
            self._leash = Leash("world", self.home, self.name)
        member = launch(
            service,
            worker,
            self.folder,
            self.settings(service) | dict(extra_env or {}),
            module or f"services.{service}",
            quickly=self.tied,
        )
        self.members[member.key] = member
        self.save()
        return member

    def start_all(self, extra_env: Mapping[str, str] | None = None) -> None:
        """Starts a first worker of every service of this world."""
        for service in self.services:
            self.start(service, extra_env=extra_env)

    async def wait_ready(self, timeout: float = 60) -> None:
        """Returns when every started process says that it is ready; StackError as soon as one ends, or at the limit."""
        until = time.monotonic() + timeout
        while problems := await self._problems():
            for key, problem in problems.items():
                member = self.members[key]
                if not alive(member.process):
                    raise StackError(f"{key} ended while starting\n{tail(Path(member.log))}")
                if time.monotonic() > until:
                    raise StackError(f"{key} is not ready after {timeout:.0f} s: {problem}\n{tail(Path(member.log))}")
            await asyncio.sleep(0.05)

    async def _problems(self) -> dict[str, str]:
        members = list(self.members.values())
        problems = await asyncio.gather(*(asyncio.to_thread(problem_of, member) for member in members))
        return {member.key: problem for member, problem in zip(members, problems, strict=True) if problem}

    def url(self, service: str, worker: str = "1") -> str:
        """The base address of a service's HTTP; StackError until it is announced."""
        url = url_of(self.members[f"{service}-{worker}"])
        if url is None:
            raise StackError(f"{service}-{worker} has not announced its port yet")
        return url

    def status(self) -> list[MemberStatus]:
        """Each process that should run, and what is wrong with it. Asks over HTTP, one after the other."""
        return [status_of(member) for member in self.members.values()]

    def signal(self, number: int, service: str, worker: str = "1") -> None:
        """For trials of faults: SIGKILL, SIGSTOP, SIGCONT to one process, which stays on the list."""
        signal_to(self.members[f"{service}-{worker}"].process, number)

    async def stop(self, service: str | None = None, worker: str | None = None, limit: float = 25) -> None:
        """Stops all processes, or those of one service, or one; they leave the list."""
        going = [
            member
            for member in self.members.values()
            if service in (None, member.service) and worker in (None, member.worker)
        ]
        await asyncio.to_thread(stop, [member.process for member in going], limit=limit)
        for member in going:
            del self.members[member.key]
        self.save()
        if self._leash and not self.members:
            self._leash.release()
            self._leash = None

    async def drop(self, *, keep_logs: bool = False) -> None:
        """Stops the processes and removes databases, roles, topics, Redis keys and files (logs stay if asked)."""
        await self.stop()
        await asyncio.gather(
            databases.drop(self.servers.postgres, [self.database(service).name for service in self.services]),
            topics.delete(self.servers, self.prefix),
            self._drop_keys(),
        )
        (self.folder / "world.json").unlink(missing_ok=True)
        if not keep_logs:
            shutil.rmtree(self.folder, ignore_errors=True)

    async def _drop_keys(self) -> None:
        async with Redis.from_url(self.servers.redis) as keys:
            async for key in keys.scan_iter(match=f"{self.prefix}*", count=1000):
                await keys.unlink(key)

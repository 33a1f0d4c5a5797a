"""The service processes of a world: how they are started, asked whether they are ready, and described."""

import http.client
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.embedded.home import REPOSITORY
from deploy.embedded.nursery import nursery
from deploy.embedded.process import Process, alive, spawn
from deploy.embedded.server import now


@dataclass(frozen=True, slots=True)
class Member:
    """One process of one service."""

    service: str
    worker: str
    process: Process
    since: str
    log: str
    announce: str
    spans: str

    @property
    def key(self) -> str:
        return f"{self.service}-{self.worker}"

    @classmethod
    def from_json(cls, saved: dict[str, Any]) -> "Member":
        return cls(**{**saved, "process": Process(**saved["process"])})


@dataclass(frozen=True, slots=True)
class MemberStatus:
    """One line of `status`. `problem` is None when the service is ready."""

    service: str
    worker: str
    since: str
    pid: int
    url: str | None
    problem: str | None


def launch(
    service: str, worker: str, folder: Path, settings: Mapping[str, str], module: str, *, quickly: bool
) -> Member:
    """Starts `python -m <module>`; it announces its address itself once its port is bound. `quickly`: by the nursery."""
    stem = folder / f"{service}-{worker}"
    announce, spans, log = (stem.with_name(stem.name + end) for end in (".json", ".spans.jsonl", ".log"))
    announce.unlink(missing_ok=True)
    own = {"WORKER": worker, "HTTP": "127.0.0.1:0", "ANNOUNCE": str(announce), "SPANS": str(spans)}
    env = {**os.environ, **{f"SELVBOOKING_{name}": value for name, value in own.items()}, **settings}
    argv = [sys.executable, "-m", module]
    process = nursery().start(module, log, env) if quickly else spawn(argv, log, env=env, cwd=REPOSITORY)
    return Member(service, worker, process, now(), str(log), str(announce), str(spans))


def url_of(member: Member) -> str | None:
    """The base address of its HTTP, None until it is announced."""
    try:
        return str(json.loads(Path(member.announce).read_text())["url"])
    except (FileNotFoundError, ValueError):
        return None


def problem_of(member: Member) -> str | None:
    """None when the service is ready, else why not."""
    if not alive(member.process):
        return f"process {member.process.pid} is gone"
    url = url_of(member)
    if url is None:
        return "has not announced its port yet"
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=3)
    try:
        connection.request("GET", "/ready")
        answer = connection.getresponse()
        body = answer.read(2000).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return f"{url}/ready: {error or type(error).__name__}"
    finally:
        connection.close()
    return None if answer.status == 200 else f"not ready ({answer.status}): {body}"


def status_of(member: Member) -> MemberStatus:
    problem = problem_of(member)
    return MemberStatus(member.service, member.worker, member.since, member.process.pid, url_of(member), problem)

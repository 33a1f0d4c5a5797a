"""Who may look and who may act: tokens with scopes, the cookie of a signed-in browser, the mark on its forms."""

import hashlib
import hmac
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from shared.runtime.clock import fresh_id

READ, ACT = "read", "act"
SHORTEST = 20
"""Characters. A token is looked up without a limit on attempts, so it must not be guessable."""
SESSION = timedelta(hours=12)
LOCAL = "lokal"
"""The name of the token that a console makes for its own machine."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_SECRET = re.compile(rf"[A-Za-z0-9._~+/=-]{{{SHORTEST},}}")


@dataclass(frozen=True, slots=True)
class Token:
    """A person or a program, by the name that stands in the audit."""

    name: str
    secret: str = field(repr=False)
    scopes: frozenset[str]


def read_tokens(text: str) -> tuple[Token, ...]:
    """`anna:<token>:read,act;skaerm:<token>:read`. ValueError, which quotes nothing, for anything else."""
    found: list[Token] = []
    for part in text.split(";"):
        name, _, rest = part.strip().partition(":")
        secret, _, scopes = rest.partition(":")
        given = frozenset(scopes.split(","))
        if not _NAME.fullmatch(name) or not _SECRET.fullmatch(secret) or not given <= {READ, ACT}:
            raise ValueError(f"not of the form name:token:read,act;... with tokens of at least {SHORTEST} characters")
        found.append(Token(name, secret, given))
    if len({token.name for token in found}) < len(found):
        raise ValueError("two tokens have the same name")
    return tuple(found)


def local_token(file: Path) -> Token:
    """The token in that file; the first worker that starts makes it, readable by its own user alone."""
    if not file.exists():
        part = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(f"{fresh_id()}-{fresh_id()}")
        try:
            os.link(part, file)
        except FileExistsError:
            pass  # another worker was first
        finally:
            part.unlink()
    return Token(LOCAL, file.read_text().strip(), frozenset({READ, ACT}))


class Access:
    """Knows the tokens. What it compares with a secret, it compares in constant time."""

    def __init__(self, tokens: Sequence[Token] = ()) -> None:
        self.tokens = tuple(tokens)

    def by_secret(self, given: str) -> Token | None:
        """Whose token this is."""
        digest, found = _digest(given), None
        for token in self.tokens:
            if hmac.compare_digest(_digest(token.secret), digest):
                found = token
        return found

    def session(self, token: Token, now: datetime) -> str:
        """The cookie of a browser that signed in: name, end, seal. It ends with the token, too."""
        said = f"{token.name}.{int((now + SESSION).timestamp())}"
        return f"{said}.{_seal(token, 'session', said)}"

    def by_session(self, cookie: str, now: datetime) -> Token | None:
        """Whose cookie this is, if it is ours and has not ended."""
        said, _, seal = cookie.rpartition(".")
        name, _, ends = said.partition(".")
        token = next((token for token in self.tokens if token.name == name), None)
        if token is None or not hmac.compare_digest(_seal(token, "session", said).encode(), seal.encode()):
            return None
        return token if now.timestamp() < int(ends) else None

    def form_mark(self, token: Token, session: str) -> str:
        """What a form of this session carries, so that no other site can send it (CSRF)."""
        return _seal(token, "form", session)

    def is_form_mark(self, token: Token, session: str, given: str) -> bool:
        return hmac.compare_digest(self.form_mark(token, session).encode(), given.encode())


def _seal(token: Token, what: str, said: str) -> str:
    return hmac.new(token.secret.encode(), f"{what}/{said}".encode(), hashlib.sha256).hexdigest()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()

"""Cases kept whole: one JSON document per subject, in the runtime's own row of the subject. The usual way to keep cases.

What is stored is what a replay of the journal gives, to the byte. A field added to a case needs a default, and no migration.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from shared.law.decision import Message
from shared.runtime.ports import Transaction

C = TypeVar("C")
LOAD = "SELECT subject, body FROM subject WHERE subject = ANY($1::uuid[])"

_encode = msgspec.json.Encoder().encode


class Documents(Generic[C]):
    """Cases of one class, a `Value` whose only field without a default is its subject."""

    def __init__(self, kind: type[C]) -> None:
        self.empty: Callable[[str], C] = kind
        self._decode = msgspec.json.Decoder(kind).decode

    def read(self, subject: str, body: str) -> C:
        """The case from its document; an empty case where there is none."""
        return self._decode(body) if body else self.empty(subject)

    def write(self, case: C) -> str:
        """Its document."""
        return _encode(case).decode()

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, C]:
        """As a `Store` does; a batch reads the documents with the rest of the row instead."""
        bodies = {row["subject"]: row["body"] for row in await tx.fetch(LOAD, list(wanted))}
        return {subject: self.read(subject, bodies.get(subject, "")) for subject in wanted}

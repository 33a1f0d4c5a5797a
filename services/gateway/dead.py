"""Dead letters of the door: what was wrong in clear, the original record sealed with the vault's key."""

import base64
from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

import msgspec

from services.gateway.check import size_of
from services.gateway.policy import SEALED_AT_MOST
from services.gateway.rejection import Rejected
from services.gateway.vault import Vault
from shared.runtime.dead import TYPE
from shared.runtime.ports import Outgoing, Record


class Original(msgspec.Struct, frozen=True):
    """The record as it came. `whole` is False when it was too large to be kept whole; the value is then its beginning."""

    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]
    whole: bool = True


class DeadLetter(msgspec.Struct, frozen=True):
    """The body of a record on `gateway.dead`. `fingerprint` is keyed: a plain hash of a CPR number can be guessed."""

    code: str
    reason: str
    place: str
    fields: tuple[str, ...]
    size: int
    fingerprint: str
    sealed: str


def dead_letter(vault: Vault, record: Record, why: Rejected) -> Outgoing:
    """The dead letter of a record that was turned away."""
    packed = msgspec.msgpack.encode(_kept(record))
    body = DeadLetter(
        why.code,
        why.reason,
        record.place,
        why.fields,
        size_of(record),
        vault.fingerprint(packed),
        base64.b64encode(vault.seal(packed)).decode(),
    )
    key = key_of(record)
    return Outgoing("gateway.dead", key, TYPE, msgspec.json.encode(body), {"ce_causationid": record.place}, "dead")


def open_dead(vault: Vault, body: bytes) -> tuple[DeadLetter, Original]:
    """What a dead letter says, and the record as it came; raises WrongVaultKey for another vault's letter."""
    letter = msgspec.json.decode(body, type=DeadLetter)
    return letter, msgspec.msgpack.decode(vault.open(base64.b64decode(letter.sealed)), type=Original)


def key_of(record: Record) -> str:
    """An id that follows from the record's place, for what concerns no citizen."""
    return str(uuid5(NAMESPACE_URL, record.place))


def _kept(record: Record) -> Original:
    if size_of(record) <= SEALED_AT_MOST:
        return Original(record.key, record.value, list(record.headers))
    return Original((record.key or b"")[:1024], (record.value or b"")[:SEALED_AT_MOST], [], whole=False)

"""The vault: the only place that knows which citizen has which CPR number.

Each citizen has a data key of its own, wrapped by the master key; without it the number cannot be read any more. Numbers
are found again by a keyed hash. No error of this module quotes a number.
"""

import hashlib
import hmac
import os
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.runtime.database import Pool, columns
from shared.runtime.ports import Transaction

NONCE = 12
FIND = """
    SELECT lookup, citizen FROM identity WHERE lookup = ANY($1::bytea[])
    UNION ALL SELECT lookup, citizen FROM former_number WHERE lookup = ANY($1::bytea[])"""
ADD = """
    INSERT INTO identity (citizen, lookup, sealed_key, sealed_cpr)
    SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[]) ON CONFLICT (lookup) DO NOTHING"""
REVEAL = """
    SELECT citizen, sealed_key, sealed_cpr FROM identity WHERE citizen = ANY($1::uuid[]) AND sealed_key IS NOT NULL"""
ERASE = """
    UPDATE identity SET lookup = NULL, sealed_key = NULL, sealed_cpr = NULL, erased_at = $2
    WHERE citizen = ANY($1::uuid[]) AND sealed_key IS NOT NULL"""
FORGET_FORMER = "DELETE FROM former_number WHERE citizen = ANY($1::uuid[])"
HOLD = "SELECT lookup, sealed_key FROM identity WHERE citizen = $1 AND sealed_key IS NOT NULL FOR UPDATE"
TAKE_BACK = "DELETE FROM former_number WHERE lookup = $1"
KEEP_FORMER = "INSERT INTO former_number (lookup, citizen) VALUES ($1, $2)"
RENAME = "UPDATE identity SET lookup = $2, sealed_cpr = $3 WHERE citizen = $1"
KEPT = "SELECT citizen, lookup, sealed_key, sealed_cpr FROM identity WHERE sealed_key IS NOT NULL ORDER BY citizen"
MARK = "SELECT proof FROM vault_mark"
SET_MARK = "INSERT INTO vault_mark (proof) VALUES ($1) ON CONFLICT DO NOTHING"


class WrongVaultKey(RuntimeError):
    """The master key is not the one with which this was sealed."""


class UnknownCitizen(LookupError):
    """No such citizen in the vault, or erased."""


class NumberTaken(ValueError):
    """The new number belongs to another citizen already."""


class Vault:
    """Opened with a master key of 32 bytes. `ids` gives each new citizen an id that says nothing."""

    def __init__(self, master_key: bytes, ids: Callable[[], str]) -> None:
        if len(master_key) != 32:
            raise ValueError("a master key has 32 bytes")
        self._pepper = _derive(master_key, b"lookup")
        self._wrap = AESGCM(_derive(master_key, b"wrap"))
        self._dead = AESGCM(_derive(master_key, b"dead"))
        self._print = _derive(master_key, b"fingerprint")
        self._proof = _derive(master_key, b"proof")
        self._ids = ids
        self._proven = False

    async def citizens_of(self, tx: Transaction, numbers: Collection[str]) -> dict[str, str]:
        """The citizen of each CPR number. A number never seen gets a citizen; of two that try at once, one makes it."""
        await self._prove(tx)
        by_lookup = {self._lookup(number): number for number in numbers}
        found = await self._find(tx, by_lookup)
        if missing := sorted(by_lookup.keys() - found.keys()):
            new = [(self._ids(), lookup) for lookup in missing]
            rows = [(citizen, lookup, *self._sealed(citizen, by_lookup[lookup])) for citizen, lookup in new]
            await tx.execute(ADD, *columns(rows, 4))
            found |= await self._find(tx, missing)
        return {number: found[lookup] for lookup, number in by_lookup.items()}

    async def reveal(self, where: "Transaction | Pool", citizens: Iterable[str]) -> dict[str, str | None]:
        """The present CPR number of each citizen; None for who is unknown or erased."""
        numbers: dict[str, str | None] = dict.fromkeys(citizens)
        for row in await where.fetch(REVEAL, list(numbers)) if numbers else ():
            key = _unsealed(self._wrap, row["sealed_key"], row["citizen"])
            numbers[row["citizen"]] = _unsealed(AESGCM(key), row["sealed_cpr"], row["citizen"]).decode()
        return numbers

    async def erase(self, tx: Transaction, citizens: Collection[str], at: datetime) -> None:
        """Destroys the keys. What is left of a citizen is an id that leads nowhere."""
        await tx.execute(ERASE, list(citizens), at)
        await tx.execute(FORGET_FORMER, list(citizens))

    async def rename(self, tx: Transaction, citizen: str, number: str) -> None:
        """The citizen has a new CPR number (*CPR-skifte*); the old one still leads to the same citizen."""
        held = await tx.fetchrow(HOLD, citizen)
        if held is None:
            raise UnknownCitizen("no such citizen")
        lookup = self._lookup(number)
        if held["lookup"] == lookup:
            return
        owner = (await self._find(tx, [lookup])).get(lookup, citizen)
        if owner != citizen:
            raise NumberTaken("the number belongs to another citizen")
        key = _unsealed(self._wrap, held["sealed_key"], citizen)
        await tx.execute(TAKE_BACK, lookup)
        await tx.execute(KEEP_FORMER, held["lookup"], citizen)
        await tx.execute(RENAME, citizen, lookup, _seal(AESGCM(key), number.encode(), citizen))

    async def unfit(self, tx: Transaction) -> AsyncIterator[tuple[str, str]]:
        """For an audit: each citizen whose number cannot be opened, or is not the one that leads here."""
        async for row in tx.cursor(KEPT, prefetch=1000):
            citizen: str = row["citizen"]
            try:
                key = _unsealed(self._wrap, row["sealed_key"], citizen)
                number = _unsealed(AESGCM(key), row["sealed_cpr"], citizen).decode()
            except WrongVaultKey:
                yield citizen, "the number of this citizen cannot be opened"
                continue
            if row["lookup"] != self._lookup(number):
                yield citizen, "the number of this citizen does not lead here"

    async def is_marked(self, tx: Transaction) -> bool:
        """Whether the database says that this is the key it was made with."""
        return bool(await tx.fetchval(MARK) == self._proof)

    def seal(self, data: bytes) -> bytes:
        """Closes up an original record for the dead letters."""
        return _seal(self._dead, data, "dead")

    def open(self, sealed: bytes) -> bytes:
        """The reverse of `seal`."""
        return _unsealed(self._dead, sealed, "dead")

    def fingerprint(self, data: bytes) -> str:
        """Tells whether two records are the same, and nothing else to who lacks the key."""
        return hmac.new(self._print, data, hashlib.sha256).hexdigest()

    def _lookup(self, number: str) -> bytes:
        return hmac.new(self._pepper, number.encode(), hashlib.sha256).digest()

    def _sealed(self, citizen: str, number: str) -> tuple[bytes, bytes]:
        key = AESGCM.generate_key(256)
        return _seal(self._wrap, key, citizen), _seal(AESGCM(key), number.encode(), citizen)

    async def _find(self, tx: Transaction, lookups: Iterable[bytes]) -> dict[bytes, str]:
        return {row["lookup"]: row["citizen"] for row in await tx.fetch(FIND, list(lookups))}

    async def _prove(self, tx: Transaction) -> None:
        """With another master key every citizen would silently get a second id; the database remembers which it was."""
        if self._proven:
            return
        proof = await tx.fetchval(MARK)
        if proof is None:
            await tx.execute(SET_MARK, self._proof)
            proof = await tx.fetchval(MARK)
        else:
            self._proven = True
        if not hmac.compare_digest(proof, self._proof):
            self._proven = False
            raise WrongVaultKey("the vault was made with another master key")


def _derive(master_key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"selvbooking/" + purpose).derive(master_key)


def _seal(cipher: AESGCM, data: bytes, about: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, data, about.encode())


def _unsealed(cipher: AESGCM, sealed: bytes, about: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise WrongVaultKey("cannot be opened with this key") from None

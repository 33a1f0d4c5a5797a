"""The door: raw records of an `in` topic become checked commands without CPR numbers, or dead letters with an answer."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from contracts.gateway.v1 import RecordRejected
from contracts.registry import BY_MODEL
from contracts.topics import Authority
from services.gateway.check import Checked, check, harmless_id
from services.gateway.dead import dead_letter, key_of
from services.gateway.rejection import Rejected
from services.gateway.vault import Vault
from shared.runtime.ports import Outgoing, Record, Transaction
from shared.runtime.telemetry import log
from shared.runtime.wire import instant

INBOUND = "gateway.inbound"
REJECTED = BY_MODEL[RecordRejected].type
Check = Callable[[Record, Authority, datetime], Checked]


class GatewayDoor:
    """Holds nothing but the vault, so any worker can run it. `trace` begins a trace for who came without one."""

    def __init__(self, vault: Vault, trace: Callable[[], str], check: Check = check) -> None:
        self.vault = vault
        self.trace = trace
        self.check = check

    async def translate(
        self, tx: Transaction, records: Sequence[Record], now: datetime
    ) -> list[tuple[Record, Outgoing]]:
        """What goes into the journal for each record, in order; one look into the vault for all of them."""
        found = [self._look_at(record, now) for record in records]
        numbers = {one.cpr for one in found if isinstance(one, Checked) and one.cpr is not None}
        citizens = await self.vault.citizens_of(tx, numbers) if numbers else {}
        out: list[tuple[Record, Outgoing]] = []
        for record, one in zip(records, found, strict=True):
            if isinstance(one, Rejected):
                out += ((record, dead_letter(self.vault, record, one)), (record, rejection(record, one)))
            else:
                citizen = citizens[one.cpr] if one.cpr else one.subject or ""
                out.append((record, self._inward(record, one, citizen)))
        return out

    def _look_at(self, record: Record, now: datetime) -> Checked | Rejected:
        """A defect of ours in one record must not stop the others: it becomes a dead letter like theirs."""
        try:
            return self.check(record, authority_of(record), now)
        except Rejected as rejected:
            return rejected
        except Exception as error:
            log.error("a record could not be checked", place=record.place, error=type(error).__name__)
            return Rejected("INTERNAL")

    def _inward(self, record: Record, command: Checked, subject: str) -> Outgoing:
        headers = {
            "ce_id": command.id,
            "ce_source": command.source,
            "ce_time": instant(command.time),
            "ce_subject": subject,
            "ce_causationid": record.place,
            "ce_correlationid": f"{command.source}/{command.id}",
        }
        if trace := command.trace or self.trace():
            headers["traceparent"] = trace
        return Outgoing(INBOUND, subject, command.contract.type, command.body, headers)


def authority_of(record: Record) -> Authority:
    """Who owns the topic that the record lay on."""
    return Authority.parse(record.topic.removeprefix("in."))


def rejection(record: Record, why: Rejected) -> Outgoing:
    """What the topic's owner is told."""
    body = RecordRejected(
        code=why.code, reason=why.reason, place=record.place, command_id=harmless_id(record), fields=why.fields
    )
    topic = f"out.{authority_of(record)}"
    headers = {"ce_causationid": record.place}
    return Outgoing(topic, key_of(record), REJECTED, msgspec.json.encode(body), headers, "refused")

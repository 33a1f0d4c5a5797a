"""Two services that feed each other: the tally of the runtime's tests (as `deadlines`), and a guide (as `registration`).

`RecordGuidance` makes the guide say so, which the tally listens to. The guide in turn hears the tally count: each count must
be one more than the last, so that it notes whatever is lost, doubled or out of order on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from contracts.deadlines.v1 import DeadlineSet
from contracts.registration.v1 import GuidanceRecorded, RecordGuidance
from shared.law.decision import Decider, Decision, Message
from shared.runtime.ports import Transaction
from shared.runtime.service import Service, service


@dataclass(frozen=True, slots=True)
class Guide:
    citizen: str
    guided: int = 0
    heard: int = 0
    disorder: int = 0


def record(case: Guide, message: Message[RecordGuidance], today: date) -> Decision[Guide]:
    return Decision(replace(case, guided=case.guided + 1), (GuidanceRecorded(on=today),))


def hear(case: Guide, message: Message[DeadlineSet], today: date) -> Decision[Guide]:
    told = int(message.body.owner.removeprefix("jobcentre-"))
    return Decision(replace(case, heard=told, disorder=case.disorder + (told != case.heard + 1)))


LOAD = "SELECT citizen, guided, heard, disorder FROM guide WHERE citizen = ANY($1::uuid[])"
SAVE = """
    INSERT INTO guide SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[])
    ON CONFLICT (citizen) DO UPDATE
    SET guided = excluded.guided, heard = excluded.heard, disorder = excluded.disorder"""


class GuideStore:
    def empty(self, subject: str) -> Guide:
        return Guide(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Guide]:
        found = {row["citizen"]: Guide(*row) for row in await tx.fetch(LOAD, list(wanted))}
        return {citizen: found.get(citizen) or Guide(citizen) for citizen in wanted}

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Guide, Guide]]) -> None:
        new = [case for _, case in cases.values()]
        await tx.execute(
            SAVE, [c.citizen for c in new], [c.guided for c in new], [c.heard for c in new], [c.disorder for c in new]
        )


def guide() -> Service:
    return service(
        "registration",
        inputs=("registration.commands", "deadlines.events"),
        decide=Decider({RecordGuidance: record, DeadlineSet: hear}),
        store=GuideStore(),
        migrations=Path(__file__).parent / "migrations",
    )

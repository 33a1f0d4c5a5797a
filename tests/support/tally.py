"""A very small service for tests of the runtime: it counts, and does what a test needs a service to do.

It stands in `deadlines`' place (name, topics), so that it runs on the real contracts. `SetDeadline` counts one up and says
so; a due date of 1 April 2024 is a defect until the case says `guided`, of 2 April it cannot be stored, of 3 April it is
refused. `ExtendDeadline` sets a timer at the start of its date, which counts too; `CloseDeadline` clears it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from contracts.deadlines.v1 import CloseDeadline, DeadlineClosed, DeadlineSet, ExtendDeadline, SetDeadline
from contracts.registration.v1 import GuidanceRecorded
from contracts.types import InterviewType
from shared.law.calendar import start_of_day
from shared.law.citation import V1
from shared.law.decision import Clear, Decider, Decision, Message, Timer, TimerFired, refused
from shared.law.rule import Applied
from shared.runtime.database import columns
from shared.runtime.ports import Changes, Transaction
from shared.runtime.running import run
from shared.runtime.service import Service, service
from shared.runtime.settings import Settings

DEFECT = date(2024, 4, 1)
UNSTORABLE = date(2024, 4, 2)
REFUSED = date(2024, 4, 3)
BASIS = Applied("DL-01", (str(V1("2.2")),), {}, "ok")


@dataclass(frozen=True, slots=True)
class Tally:
    citizen: str
    count: int = 0
    guided: bool = False
    last: str = ""


def counted(case: Tally, on: date, why: str) -> tuple[Tally, DeadlineSet]:
    new = replace(case, count=case.count + 1, last=why)
    said = DeadlineSet(
        deadline=case.citizen, visible_on=on, due=on, hold_by=on, interview_type=InterviewType.JOB,
        owner=f"jobcentre-{new.count}",
    )  # fmt: skip
    return new, said


def count(case: Tally, message: Message[SetDeadline], today: date) -> Decision[Tally]:
    if message.body.due == DEFECT and not case.guided:
        raise RuntimeError("a defect")
    if message.body.due == REFUSED:
        return refused(case, "NO", BASIS)
    new, said = counted(case, message.body.due, "guided" if case.guided else "unguided")
    if message.body.due == UNSTORABLE:
        new = replace(new, count=-1000)
    return Decision(new, (said,), applied=(BASIS,))


def wake(case: Tally, message: Message[ExtendDeadline], today: date) -> Decision[Tally]:
    return Decision(case, timers=(Timer("count", "a", start_of_day(message.body.due)),))


def sleep(case: Tally, message: Message[CloseDeadline], today: date) -> Decision[Tally]:
    return Decision(case, (DeadlineClosed(deadline=case.citizen, reason="BY_HAND"),), (Clear("count", "a"),))  # type: ignore[arg-type]


def due(case: Tally, message: Message[TimerFired], today: date) -> Decision[Tally]:
    new, said = counted(case, today, "time")
    return Decision(new, (said,), applied=(BASIS,))


def guide(case: Tally, message: Message[GuidanceRecorded], today: date) -> Decision[Tally]:
    return Decision(replace(case, guided=True))


decide: Decider[Tally] = Decider(
    {SetDeadline: count, ExtendDeadline: wake, CloseDeadline: sleep, GuidanceRecorded: guide}, {"count": due}
)

LOAD = "SELECT citizen, count, guided, last FROM tally WHERE citizen = ANY($1::uuid[])"
SAVE = """INSERT INTO tally SELECT * FROM unnest($1::uuid[], $2::int[], $3::bool[], $4::text[])
    ON CONFLICT (citizen) DO UPDATE SET count = excluded.count, guided = excluded.guided, last = excluded.last"""


class TallyStore:
    def empty(self, subject: str) -> Tally:
        return Tally(subject)

    async def load(self, tx: Transaction, wanted: Mapping[str, Sequence[Message[Any]]]) -> dict[str, Tally]:
        found = {row["citizen"]: Tally(*row) for row in await tx.fetch(LOAD, list(wanted))}
        return {citizen: found.get(citizen) or Tally(citizen) for citizen in wanted}

    async def save(self, tx: Transaction, cases: Mapping[str, tuple[Tally, Tally]]) -> None:
        await tx.execute(SAVE, *values(cases))

    def changes(self, cases: Mapping[str, tuple[Tally, Tally]]) -> Changes | None:
        """One citizen in the statement of the batch, several by `save`: both ways are tried."""
        return Changes(f"tallies AS ({SAVE})", values(cases)) if len(cases) == 1 else None


def values(cases: Mapping[str, tuple[Tally, Tally]]) -> list[list[Any]]:
    return columns([(case.citizen, case.count, case.guided, case.last) for _, case in cases.values()], 4)


def app(settings: Settings) -> Service:
    return service(
        "deadlines",
        inputs=("deadlines.commands", "registration.events"),
        decide=decide,
        store=TallyStore(),
        migrations=Path(__file__).parent / "tally_migrations",
    )


if __name__ == "__main__":
    run(app, Settings)

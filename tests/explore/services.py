"""Two services that feed each other: the tally of the runtime's tests (as `deadlines`), and a guide (as `registration`).

`RecordGuidance` makes the guide say so, which the tally listens to. The guide in turn hears the tally count: each count must
be one more than the last, so that it notes whatever is lost, doubled or out of order on the way.
"""

from dataclasses import dataclass, replace
from datetime import date

from contracts.deadlines.v1 import DeadlineSet
from contracts.registration.v1 import GuidanceRecorded, RecordGuidance
from shared.law.decision import Decider, Decision, Message
from shared.runtime.documents import Documents
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


def guide() -> Service:
    return service(
        "registration",
        inputs=("registration.commands", "deadlines.events"),
        decide=Decider({RecordGuidance: record, DeadlineSet: hear}),
        store=Documents(Guide),
    )

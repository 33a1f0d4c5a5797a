"""What is remembered of commands: that they were met, how they were answered, and for how long."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from contracts.common.v1 import CommandRefused
from contracts.registry import CONTRACTS
from services.gateway.case import Case, Command
from services.gateway.policy import KEEP_COMMANDS
from services.gateway.rules.answers import answer_from, answered_by, answers, refusal_answer, repeat, to_sender
from services.gateway.rules.relations import changed
from shared.law.calendar import add_months, civil_date, start_of_day
from shared.law.decision import Decision, Message, Refusal, Timer, TimerFired

FORGET = "forget"
"""Timer: time to forget the commands of a month; its key is the month."""


def met_first(message: Message[Any], digest: str) -> Command:
    """A command that was never met before, not yet numbered."""
    contract = CONTRACTS[message.type]
    return Command(
        message.source,
        message.id,
        message.type,
        digest,
        message.body.service if contract.about == "operations" else contract.service,
        None,
        max(message.time, message.recorded),
        (message.cause,),
    )


def answered(case: Case, message: Message[Any]) -> tuple[Case, tuple[Any, ...]]:
    """The answer that an event is to the command it came from, and what a refusal takes back."""
    known = answered_by(case, message)
    if known is None:
        return case, ()
    answer = answer_from(known, message)
    case, before = case.having(replace(known, answer=answer)), case.claims
    if not isinstance(message.body, CommandRefused):
        return case, answers(known, answer)
    case = replace(case, claims=tuple(claim for claim in before if claim.number != known.number))
    return case, (*answers(known, answer), *changed(before, case.claims))


def forget(case: Case, message: Message[TimerFired], today: date) -> Decision[Case]:
    """The answered commands of a month that is long past are remembered no more."""
    until = start_of_day(add_months(date.fromisoformat(f"{message.body.key}-01"), 1))
    until = max(until, case.cleared or until)
    kept = {key: known for key, known in case.commands.items() if known.answer is None or known.seen_at >= until}
    return Decision(replace(case, commands=kept, cleared=until))


def again(case: Case, known: Command, message: Message[Any], digest: str) -> Decision[Case]:
    """A command under an id that was met before: the first answer once more, or a refusal of what is another command."""
    if known.digest == digest:
        noted, sent = repeat(known, message)
        return Decision(case if noted is known else case.having(noted), sent, pending=True)
    refusal = Refusal("DUPLICATE_ID", {"command": known.type, "first": known.places[0]})
    return Decision(case, (to_sender(known, refusal_answer(message, refusal), message.cause),), refusal=refusal)


def remembering(case: Case, new: Command) -> tuple[Case, tuple[Timer, ...]]:
    """One timer a month forgets the commands of that month, once the youngest of them is old enough."""
    first = civil_date(new.seen_at).replace(day=1)
    month = f"{first:%Y-%m}"
    if month <= case.timed:
        return case, ()
    due_at = start_of_day(add_months(first, 1)) + KEEP_COMMANDS + timedelta(hours=1)
    return replace(case, timed=month), (Timer(FORGET, month, due_at),)

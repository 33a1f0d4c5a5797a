"""The contact course beside the deadlines: every message is noted for it, and followed by what it says."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.deadlines.course_v1 import ChooseAkasseParticipation, RequestInterview
from services.deadlines.case import Case
from services.deadlines.course.commands import choose_akasse, request_interview
from services.deadlines.course.notes import NOTES
from services.deadlines.course.settle import NIGHTLY, followed
from services.deadlines.settle import settled
from shared.law.decision import Decider, Decision, Message
from shared.law.value import replace

Decide = Callable[[Case, Message[Any], date], Decision[Case]]
COMMANDS: dict[type, Decide] = {RequestInterview: request_interview, ChooseAkasseParticipation: choose_akasse}


def noted(case: Case, message: Message[Any], today: date) -> Decision[Case]:
    """Nothing follows for a deadline, but of a benefit that begins again."""
    return Decision(case)


class WithCourse(Decider[Case]):
    """The functions that are given decide for the deadlines."""

    def __init__(self, messages: Mapping[type, Decide], timers: Mapping[str, Decide]) -> None:
        super().__init__(
            {**dict.fromkeys(NOTES, noted), **COMMANDS, **messages}, {**dict.fromkeys(NIGHTLY, noted), **timers}
        )

    def __call__(self, case: Case, message: Message[Any], today: date) -> Decision[Case]:
        known, note = case, NOTES.get(type(message.body))
        if note is not None and (course := note(case.course, message.body)) != case.course:
            known = replace(case, course=course)
        if known.course.benefits is not case.course.benefits:
            return followed(case, settled(case, known, now=message.recorded), message, today)
        return followed(case, super().__call__(known, message, today), message, today)

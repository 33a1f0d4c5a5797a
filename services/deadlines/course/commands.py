"""What may be asked for in the course: an interview, and that the a-kasse takes part in the next joint one, or not."""

from datetime import date

from contracts.deadlines.course_v1 import (
    AkasseParticipationChosen,
    ChooseAkasseParticipation,
    InterviewRequested,
    RequestInterview,
)
from contracts.types import Group
from services.deadlines.case import Case
from services.deadlines.course.dagpenge import standing
from services.deadlines.course.known import Choice
from services.deadlines.course.spans import kind_on, span_on
from services.deadlines.course.tally import choice
from services.deadlines.rules.course_later import may_choose, on_request
from services.deadlines.rules.course_new import akasse_at_the_first
from services.deadlines.rules.course_pause import goes_on
from services.deadlines.rules.course_which import Kind
from shared.law.decision import Decision, Message, refused
from shared.law.value import replace


def request_interview(case: Case, message: Message[RequestInterview], today: date) -> Decision[Case]:
    """CC-12. A request of the same day is the same request."""
    on, course, group = message.body.on or today, case.course, case.group_on(today)
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if group is None or group is Group.G6:
        return refused(case, "NO_COURSE", on_request(on, None), group=group)
    if group is Group.G1 and case.situation.out_on(today):
        return refused(case, "NO_COURSE", goes_on(Group.G1, False, len(course.held)))
    if on in course.requests:
        return Decision(case)
    known = replace(case, course=replace(course, requests=tuple(sorted((*course.requests, on)))))
    return Decision(known, (InterviewRequested(on=on, by=message.source),), applied=(on_request(on, None),))


def choose_akasse(case: Case, message: Message[ChooseAkasseParticipation], today: date) -> Decision[Case]:
    """GM-03, CC-14. The last choice before the interview counts."""
    asked, course = message.body, case.course
    held = any(each.interview == asked.interview and each.on < today for each in course.held)
    said = may_choose(case.group_on(today) is Group.G1, held)
    if not said.ok:
        return refused(case, "INTERVIEW_HELD" if held else "NOT_DAGPENGE", said, interview=asked.interview)
    if kind_on(case, today) is Kind.EDUCATION and not past_six_months(case, today):
        return refused(case, "NO_JOINT_INTERVIEW", said, akasse_at_the_first(True, asked.participates, today))
    new = Choice(message.time, today, asked.participates, asked.interview)
    ordered = tuple(sorted((*course.choices, new), key=lambda each: each.at))
    known = replace(case, course=replace(course, choices=ordered))
    if choice(case) is asked.participates and course.choices[-1].interview == asked.interview:
        return Decision(case)
    told = AkasseParticipationChosen(
        participates=asked.participates, interview=asked.interview, on=today, by=message.source
    )
    return Decision(known, (told,), applied=(said,))


def past_six_months(case: Case, day: date) -> bool:
    span = span_on(case, day)
    return span is not None and standing(case, span, kind_on(case, day), day).past(6)

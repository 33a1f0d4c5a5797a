"""Less intensive effort (*mindre intensiv indsats*): reported, ended, denied, and judged anew. LAB § 106."""

from datetime import date, datetime

from contracts.registration.effort_v1 import (
    DenyLessIntensive,
    EndLessIntensive,
    LessIntensiveDenied,
    LessIntensiveEnded,
    LessIntensiveGround,
    LessIntensiveStarted,
    ReportLessIntensive,
)
from contracts.registration.v1 import Letter
from contracts.types import Group
from services.registration import policy
from services.registration.authority import responsible_on, their_own
from services.registration.case import Case
from services.registration.formal import complaint, letter, stated, told_on
from services.registration.register import Course
from services.registration.right import Again, Effort, End
from services.registration.rights import end_said, ended_since, said_after, said_before
from services.registration.rules import notices
from services.registration.rules.complaint import Taken
from services.registration.rules.effort import LASTING, freed_of, less_intensive, not_covered, search_from
from shared.law.calendar import start_of_day
from shared.law.decision import Decision, Message, derived, refused
from shared.law.rule import NOT_IN_FORCE, Applied
from shared.law.value import replace

BEGUN, ENDED, DENIED, LEFT_GROUP = "BEGUN", "ENDED", "DENIED", "LEFT_GROUP"
CODES = {
    "not-g1": "ONLY_FOR_G1",
    NOT_IN_FORCE: "NOT_LAW_YET",
    "not-documented": "NOT_DOCUMENTED",
    "no-start": "START_MISSING",
    "begun": "HAS_BEGUN",
    "too-far-off": "TOO_FAR_OFF",
    "not-responsible": "NOT_RESPONSIBLE",
    "no-reasons": "REASONS_MISSING",
    "no-complaint-guidance": "COMPLAINT_GUIDANCE_MISSING",
}
"""What a refusal is called, by the outcome of the rule that refuses."""


def report(case: Case, message: Message[ReportLessIntensive], today: date) -> Decision[Case]:
    """Recorded by the jobcentre or the member's own fund, whoever saw the proof; it may lie back."""
    command, on = message.body, message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if case.group_on(on) is None:
        return refused(case, "NOT_REGISTERED", on=on)
    if not their_own(case, message.source, on):
        return refused(case, "NOT_YOUR_MEMBER", sender=message.source, on=on)
    starts = command.starts or (on if command.ground is LessIntensiveGround.WORK_SHARING else None)
    covered = less_intensive(case.group_on(on), command.ground, command.documented, starts, on)
    if covered.outcome in CODES:
        return refused(case, CODES[covered.outcome], covered, on=on)
    alike = [each for each in case.efforts if (each.ground, each.starts) == (command.ground, starts)]
    if any(each.denied and (each.starts or (each.ended and on < each.ended.on)) for each in alike):
        return refused(case, "WAS_DENIED", covered)
    since = max(on, starts) if starts and command.ground is LessIntensiveGround.WORK_SHARING else on
    held = (each for each in alike if holds(case, each, since))
    if same := next((each for each in held if each.on == since or not end_said(each.ended, today)), None):
        anew = (*same.again, Again(since, message.time, message.source))
        return Decision(with_effort(case, replace(same, again=anew)), applied=(covered,))
    identity = derived(case.citizen, "effort", message.source, message.id)
    over = ended_since((each.ended for each in case.efforts), since, message.time)
    new = Effort(identity, command.ground, message.source, since, starts, over, said_at=message.time)
    return Decision(with_effort(case, new), (begun(new),), applied=(covered, freed(new)))


def end(case: Case, message: Message[EndLessIntensive], today: date) -> Decision[Case]:
    """All duties hold again; they do not reach back."""
    on = message.body.on or today
    if on < today:
        return refused(case, "DATE_IN_PAST", on=on, today=today)
    if not their_own(case, message.source, on):
        return refused(case, "NOT_YOUR_MEMBER", sender=message.source, on=on)
    found = [each for each in case.efforts if holds(case, each, on) and said_before(each, message.time)]
    if not found:
        known = any(each.ended and each.ended.on == on for each in case.efforts)
        return Decision(case) if known else refused(case, "NO_EFFORT", on=on)
    events: list[object] = []
    for each in found:
        case = with_effort(case, replace(each, ended=End(on, ENDED, message.time, all=True), again=()))
        if anew := said_after(each, message.time):
            identity = derived(case.citizen, "effort", each.id, anew.at)
            later = Effort(identity, each.ground, anew.by, anew.on, each.starts, said_at=anew.at)
            case = with_effort(case, later)
            events.append(begun(later))
    return Decision(case, tuple(events), applied=tuple(map(freed, found)) if events else ())


def deny(case: Case, message: Message[DenyLessIntensive], today: date) -> Decision[Case]:
    """A decision of the responsible party: from today there is none, and the same proof gives none again (LI-03)."""
    command = message.body
    reasons, guidance = stated(command.reasons), stated(command.complaint_guidance)
    found = [each for each in case.efforts if holds(case, each, max(today, each.on))]
    if not found:
        known = any(each.denied for each in case.efforts)
        return Decision(case) if known else refused(case, "NO_EFFORT", on=today)
    form = not_covered(
        command.ground, message.source, responsible_on(case, today), bool(reasons), bool(guidance), today
    )
    if form.outcome in CODES:
        return refused(case, CODES[form.outcome], form)
    last, route = complaint(message, Taken.LESS_INTENSIVE)
    events: list[object] = []
    for each in found:
        case = with_effort(case, replace(each, ended=End(max(today, each.on), DENIED), denied=True))
        events.append(
            LessIntensiveDenied(effort=each.id, ground=command.ground, on=today, by=message.source, complain_by=last)
        )
    text = notices.denied_effort(today, message.source, reasons, guidance, told_on(message))
    events.append(letter(case, message.id, Letter.LESS_INTENSIVE_DENIED, found[0].id, today, text))
    return Decision(case, tuple(events), applied=(form, *route))


def end_of(case: Case, effort: Effort) -> End | None:
    """As said, when what was to begin begins, or when the citizen receives dagpenge no more; whichever comes first."""
    ends = [effort.ended] if effort.ended else []
    if effort.starts and effort.ground not in LASTING:
        ends.append(End(effort.starts, BEGUN))
    if case.group_on(effort.on) is not Group.G1:
        ends.append(End(effort.on, LEFT_GROUP))
    ends += [End(each.since, LEFT_GROUP) for each in case.standings if leaves(each.since, each.group, effort)]
    return min(ends, key=lambda each: each.on, default=None)


def leaves(since: date, group: Group, effort: Effort) -> bool:
    return since > effort.on and group is not Group.G1


def holds(case: Case, effort: Effort, day: date) -> bool:
    """Whether it holds that day."""
    last = end_of(case, effort)
    return effort.on <= day and (last is None or day < last.on)


def freed(effort: Effort) -> Applied:
    """LI-02 for an effort."""
    return freed_of(effort.ground, effort.starts, effort.on)


def with_effort(case: Case, effort: Effort) -> Case:
    """Adds it, or puts it in the place of the one with the same id."""
    others = (each for each in case.efforts if each.id != effort.id)
    return replace(case, efforts=tuple(sorted((*others, effort), key=lambda each: (each.on, each.id))))


def begun(effort: Effort) -> LessIntensiveStarted:
    """What is told of its beginning."""
    return LessIntensiveStarted(
        effort=effort.id,
        ground=effort.ground,
        on=effort.on,
        by=effort.by,
        starts=effort.starts,
        search_duty_from=search_from(effort.ground, effort.starts) if freed(effort).in_force else effort.on,
    )


def judge_efforts(course: Course, now: date) -> Course:
    """Tells each end that has come, and takes back one that does not stand. A beginning is known when its day has come."""
    for effort in course.case.efforts:
        last = end_of(course.case, effort)
        if last and last.because == BEGUN and last.on > now and last != effort.told:
            last = None
        if last != effort.told:
            told = LessIntensiveEnded(effort=effort.id, on=last.on, because=last.because) if last else begun(effort)
            day = last.on if last else effort.on
            said = less_intensive(course.case.group_on(day), effort.ground, True, effort.starts, day)
            course = course.then(with_effort(course.case, replace(effort, told=last)), told, applied=(said,))
    return course


def beginnings(case: Case) -> dict[str, datetime]:
    """When it is to be told that something has begun, by the effort that it ends."""
    ends = {each: end_of(case, each) for each in case.efforts}
    return {
        effort.id: start_of_day(last.on) + policy.GRACE
        for effort, last in ends.items()
        if last and last.because == BEGUN and last != effort.told
    }

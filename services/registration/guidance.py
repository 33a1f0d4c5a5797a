"""Guidance about self-booking (*vejledning*), which comes before the duty. BAB § 44, stk. 2."""

from datetime import date

from contracts.registration.v1 import GuidanceRecorded, GuidanceTopic, RecordGuidance
from services.registration.case import Case
from services.registration.right import RightKind, Told
from services.registration.rights import holding
from services.registration.rules.exemption import told_of_effects
from services.registration.rules.guidance import checklist, may_guide
from shared.law.decision import Decision, Message, refused
from shared.law.rule import Applied
from shared.law.value import replace


def record_guidance(case: Case, message: Message[RecordGuidance], today: date) -> Decision[Case]:
    """The earliest guidance counts; a later one is taken and changes nothing. Topics may be told one after the other."""
    on = message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    if not case.standings:
        return refused(case, "NOT_REGISTERED", on=on)
    standing = case.standing_on(on) or case.standings[0]
    allowed = may_guide(message.source, standing.group, standing.akasse, on)
    if not allowed.ok:
        return refused(case, "MAY_NOT_GUIDE", allowed)
    exempt, deprived = (bool(holding(case, on, kind)) for kind in RightKind)
    effects = told_of_effects(exempt, deprived, on)
    if not effects.ok:
        return refused(case, "NOT_TO_BE_GUIDED", allowed, effects)
    case, said = with_topics(case, message.body.topics, on)
    applied = (allowed, *said)
    guided_on = guided(case) if said else on
    if guided_on is None or (case.guided_on and case.guided_on <= guided_on):
        return Decision(case, applied=applied)
    return Decision(replace(case, guided_on=guided_on), (GuidanceRecorded(on=guided_on),), applied=applied)


def with_topics(case: Case, topics: tuple[GuidanceTopic, ...] | None, on: date) -> tuple[Case, tuple[Applied, ...]]:
    """What has been told so far, each topic on the first day it was; nothing to add when no list was sent."""
    if topics is None:
        return case, ()
    first = {each.topic: each.on for each in case.topics}
    first |= {topic: min(on, first.get(topic, on)) for topic in topics}
    case = replace(case, topics=tuple(Told(topic, first[topic]) for topic in sorted(first)))
    return case, (checklist(**{topic.lower(): topic in first for topic in GuidanceTopic}),)


def guided(case: Case) -> date | None:
    """The day on which the last of the four topics was told."""
    days = [each.on for each in case.topics]
    return max(days) if len(days) == len(GuidanceTopic) else None

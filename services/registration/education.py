"""The fund looks whether its member is in the target group for an education order (*visitering*), AK-04, AK-05."""

from datetime import date

from contracts.registration.dagpenge_v1 import DecideEducationTarget, EducationTargetDecided
from services.registration import policy
from services.registration.case import ONE_DAY, Case
from services.registration.course import placement_on
from services.registration.member import Education, Placement
from services.registration.membership import membership
from services.registration.rules.education import IN_TARGET, LATE, STAYS, education_target, to_the_jobcentre
from services.registration.spells import registered_since
from shared.law.decision import Decision, Message, refused
from shared.law.value import replace


def decide_education_target(case: Case, message: Message[DecideEducationTarget], today: date) -> Decision[Case]:
    """From its date the member's course is the jobcentre's, and stays so until the next placement that is not a running one."""
    command, on = message.body, message.body.on or today
    if on > today:
        return refused(case, "DATE_IN_FUTURE", on=on, today=today)
    own = membership(case, message.source, on, today)
    if not own.ok:
        return refused(case, "NOT_YOUR_MEMBER", own)
    age = command.age if command.age is not None and not policy.EDUCATION_AGE_AT_REGISTRATION else None
    age = command.age_at_registration if age is None else age
    found = education_target(on, age, command.qualifying_education, command.children_at_home)
    target = found.outcome == IN_TARGET
    moved = to_the_jobcentre(target, registered_since(case, on), on, in_target_since(case, on))
    if not moved.in_force:
        return refused(case, "NOT_LAW_YET", own, moved, decided_on=on)
    if moved.outcome == STAYS:
        return refused(case, "STAYS_AT_JOBCENTRE", own, found, moved)
    new = Education(on, target, moved.outcome == LATE)
    if new in case.educations:
        return Decision(case, applied=(own, found, moved))
    others = (each for each in case.educations if each.on != on)
    case = replace(case, educations=tuple(sorted((*others, new), key=lambda each: each.on)))
    told = EducationTargetDecided(on=on, target=target, late=new.late)
    return Decision(case, (told,), applied=(own, found, moved))


def placement_of(case: Case, decided_on: date) -> Placement | None:
    """What a decision is about: the placement in force, or the first to come."""
    placement = placement_on(case, decided_on) or next(iter(case.placements), None)
    return first_of(case, placement) if placement else None


def first_of(case: Case, placement: Placement) -> Placement:
    """The placement that began it all: placed anew in a running spell, nobody registers, and nobody is looked at, again."""
    before = placement_on(case, placement.placed_on - ONE_DAY) if placement.running else None
    return first_of(case, before) if before else placement


def in_target_since(case: Case, on: date) -> date | None:
    """An earlier decision about the same placement that found the member in the target group."""
    placement = placement_of(case, on)
    found = (each.on for each in case.educations if each.target and each.on < on)
    return min((each for each in found if placement_of(case, each) == placement), default=None)


def in_education_target(case: Case, placement: Placement, day: date) -> bool:
    """Whether the member's course went to the jobcentre by such a decision, not later than that day."""
    first = first_of(case, placement)
    return any(e.target and e.on <= day and placement_of(case, e.on) == first for e in case.educations)

"""The interviews that are counted from a registration: the a-kasse's first one, and the old cv-samtale."""

from datetime import date

from services.deadlines.case import Case
from services.deadlines.course.spans import Span, Spell, spells
from services.deadlines.course.tally import Tally
from services.deadlines.rules.course_new import FIRST_WITHIN, first_in_the_akasse
from services.deadlines.rules.course_old import cv_talk
from shared.law.rule import Applied, version_of


def deciding(known: list[Spell]) -> Spell:
    """From which registration the two weeks run: the first in the period that lasted so long, else the last (INF)."""
    if known[0].start < version_of(first_in_the_akasse).since:
        return known[0]
    return next((each for each in known if each.lasts(each.start + FIRST_WITHIN)), known[-1])


def first_interview(case: Case, span: Span, held: Tally, on: date) -> Applied | None:
    """CC-09 as it stands on that day; None before the first registration in the dagpenge period."""
    known = [each for each in spells(case, span) if each.start <= on]
    if not known:
        return None
    met_on = held.all[0].on if held.all else None
    return first_in_the_akasse(deciding(known).start, span.placed.running, met_on, on)


def cv_interview(case: Case, spell: Spell, held: Tally, on: date) -> Applied:
    """CC-07 for one registration."""
    gone = (each.since for each in case.situation.outs if each.until is not None and each.until <= spell.start)
    held_on = next((each.on for each in held.cv if each.on >= spell.start), None)
    return cv_talk(spell.start, max(gone, default=None), held_on, on)


def spell_on(case: Case, span: Span, day: date) -> Spell | None:
    """The registration in force that day."""
    return next((each for each in spells(case, span) if each.start <= day and each.lasts(day)), None)

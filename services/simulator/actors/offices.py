"""Jobcentres and unemployment funds: they register, guide, set deadlines week by week, note contacts, answer notices."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.topics import Authority, Kind
from services.simulator.actors.fates import LEFT
from services.simulator.actors.life import Life
from services.simulator.actors.order import Order, Phase
from services.simulator.population import FUNDS, JOBCENTRES

DEADLINE_DAYS = range(1, 3)
"""Tuesday and Wednesday, as `date.weekday()` counts."""
SET_AGAIN_AFTER = timedelta(days=6)
ANSWER_AFTER = timedelta(days=5)


def register(life: Life, day: date, phase: Phase, first: date) -> Iterator[Order]:
    """Into the contact course on the first day; guided hours later by whoever must do it."""
    resident = life.resident
    if day == first and phase is Phase.MORNING:
        since = {"on": LEFT[0].isoformat()} if resident.fate == "returns" else {}
        yield Order(resident.office, "RegisterCitizen", resident, resident.registration | since)
    elif day == first and phase is Phase.NOON and life.draw("guided").random() < 0.98:
        yield Order(resident.fund or resident.office, "RecordGuidance", resident)


def set_deadline(life: Life, day: date, phase: Phase, first: date) -> Iterator[Order]:
    """Once a week for whoever has neither a deadline nor an interview; half on one day, half on the next."""
    if phase is not Phase.MORNING or day.weekday() != DEADLINE_DAYS[life.resident.index % 2]:
        return
    recently = life.overdue and day - life.overdue < SET_AGAIN_AFTER
    if (life.deadline and not life.overdue) or recently or life.out_since or life.planned(day) or life.rights:
        return
    chance = life.draw("deadline", day)
    if chance.random() > 0.75 or (life.resident.group == "G6" and day - first > timedelta(days=7)):
        return
    days = chance.choice((8, 8, 9, 10, 12))
    due = day + timedelta(days=7 if chance.random() < 0.03 else days)
    copies = 2 if chance.random() < 0.03 else 1
    yield Order(_wrong(life) if chance.random() < 0.01 else life.holder(day), "SetDeadline", life.resident,
                {"due": due.isoformat()}, copies=copies)  # fmt: skip


def _wrong(life: Life) -> Authority:
    """An office that has nothing to do with the citizen."""
    others = [code for code in JOBCENTRES if code != life.resident.jobcentre]
    return Authority(Kind.JOBCENTRE, life.draw("wrong office").choice(others))


def note_contact(life: Life, day: date, phase: Phase, first: date) -> Iterator[Order]:
    """Some call instead of booking; the jobcentre notes it."""
    if phase is Phase.MORNING and day.weekday() < 5 and life.counting and life.overdue and day > life.overdue:
        chance = life.draw("contact", day)
        if chance.random() < 0.15:
            yield Order(life.resident.office, "RecordContact", life.resident)


def answer_notices(life: Life, day: date, phase: Phase, first: date) -> Iterator[Order]:
    """The fund answers within a few days; now and then another fund answers what it was never asked."""
    if phase is not Phase.MORNING or not life.notices or life.resident.fund is None:
        return
    ripe = [(notice, on) for notice, on in life.notices if day - on >= ANSWER_AFTER]
    life.notices = [one for one in life.notices if one not in ripe]
    for notice, on in ripe:
        chance = life.draw("notice", on)
        sender = life.resident.fund
        if chance.random() < 0.05:
            sender = Authority(Kind.AKASSE, chance.choice([code for code in FUNDS if code != life.resident.akasse]))
        relevant = chance.random() < 0.7
        body = {"notice": notice, "relevant": relevant, "sanctioned": relevant and chance.random() < 0.6}
        yield Order(sender, "AnswerNotice", life.resident, body)

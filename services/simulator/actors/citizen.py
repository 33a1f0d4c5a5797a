"""The citizens on Jobnet: they book in time, at the last minute, never, change their minds, and come back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from services.simulator.actors.life import Life, Plan
from services.simulator.actors.order import JOBNET, Order, Phase
from services.simulator.actors.planner import Diary
from services.simulator.wire import Seen
from shared.law.calendar import COPENHAGEN

HABITS = {"soon": 48, "last evening": 14, "sent, but arrives next day": 9, "books and cancels": 11, "not at all": 18}
"""How a deadline is met, in percent."""
DAY = timedelta(days=1)
LONGEST_LOOK = timedelta(days=10)


def intend(life: Life, seen: Seen, day: date) -> None:
    """What a citizen decides to do on hearing an event."""
    if seen.name == "DeadlineSet" and life.due:
        life.plans = list(_ways_to_meet(life, day, life.due))
    elif seen.name == "DeadlineOverdue" and life.overdue:
        chance = life.draw("back", life.deadlines)
        if chance.random() < 0.8:
            life.plans.append(Plan(life.overdue + chance.choice((0, 0, 1, 2, 3, 5)) * DAY, Phase.NOON, "come back"))
    elif seen.name == "ImmediateBookingRequired":
        life.plans.append(Plan(day, Phase.EVENING, "book"))


def _ways_to_meet(life: Life, day: date, due: date) -> Iterator[Plan]:
    chance = life.draw("habit", life.deadlines)
    match chance.choices(list(HABITS), list(HABITS.values()))[0]:
        case "soon":
            yield Plan(min(day + chance.randint(0, 5) * DAY, due), chance.choice((Phase.NOON, Phase.EVENING)), "book")
        case "last evening":
            yield Plan(due, Phase.EVENING, "book")
        case "sent, but arrives next day":
            yield Plan(due + DAY, Phase.MORNING, "book", happened_on=due)
        case "books and cancels":
            yield Plan(day + DAY, Phase.NOON, "book")
            yield Plan(day + 3 * DAY, Phase.NOON, "cancel")
            if chance.random() < 0.5:
                yield Plan(due, Phase.NOON, "book")
        case _:
            return


def act(life: Life, diary: Diary, day: date, phase: Phase) -> Iterator[Order]:
    """What the citizen does now; a booking that finds no free time is tried again the next day."""
    now = [plan for plan in life.plans if (plan.day, plan.phase) <= (day, phase)]
    life.plans = [plan for plan in life.plans if plan not in now]
    for plan in now:
        if plan.what == "cancel" and life.planned(day + DAY):
            yield Order(JOBNET, "CancelInterview", life.resident)
        elif plan.what == "come back" and life.out_since:
            own = life.draw("where", life.deadlines).random() < 0.8
            yield Order(JOBNET if own else (life.resident.fund or JOBNET), "ReRegister", life.resident)
        elif plan.what in ("book", "come back") and not life.planned(day + DAY) and not life.rights:
            yield from _book(life, diary, day, plan)


def _book(life: Life, diary: Diary, day: date, plan: Plan) -> Iterator[Order]:
    late = life.overdue is not None and plan.happened_on is None
    last = life.demand or (day + LONGEST_LOOK if late else life.hold_by) or day + LONGEST_LOOK
    chance, office = life.draw("book", day, plan.phase), life.holder(day).code
    if chance.random() < 0.04 and (stale := diary.stale(office, day + DAY, last)):
        yield Order(JOBNET, "BookInterview", life.resident, {"slot": stale})
        life.plans.append(Plan(day + DAY, Phase.NOON, "book"))
    elif found := diary.free(office, day + chance.randint(1, 6) * DAY, last) or diary.free(office, day + DAY, last):
        yield Order(
            JOBNET,
            "BookInterview",
            life.resident,
            {"slot": found[0]},
            _evening(plan.happened_on, chance.randint(0, 235)),
        )
    elif life.due and day < life.due:
        life.plans.append(Plan(day + DAY, Phase.NOON, "book"))


def _evening(day: date | None, minutes: int) -> datetime | None:
    """Some time between eight and midnight."""
    if day is None:
        return None
    return datetime.combine(day, time(20), COPENHAGEN).astimezone(UTC) + timedelta(minutes=minutes)

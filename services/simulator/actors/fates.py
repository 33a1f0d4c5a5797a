"""What else happens in a life: sickness, a holiday, exemption, withdrawal, a fund's course with its handover, a late return."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from contracts.topics import Authority
from services.simulator.actors.life import Life
from services.simulator.actors.order import JOBNET, Order, Phase
from services.simulator.local import wire
from shared.law.calendar import COPENHAGEN, is_working_day

DAY = timedelta(days=1)
COMPLAINT = "Du kan klage til Ankestyrelsens Beskæftigelsesudvalg inden fire uger."
FULL, PART = 410.0, 333.0
"""Hours after which the jobcentre takes over at the end of the month (AK-02)."""
BEFORE = {"placed": date(2024, 1, 8), "handed over": date(2023, 12, 4), "handed over late": date(2024, 1, 2)}
"""When the fund placed its member."""
REPORTED = {"handed over": 21, "handed over late": 49}
"""Days into the demo on which the fund reports that the hours are used: for a handover in February, or at the end of March."""
LEFT = (date(2023, 10, 2), date(2023, 11, 6))
"""Registered, and gone again on the own wish, more than three months before the demo."""


def befall(life: Life, day: date, phase: Phase, first: date) -> Iterator[Order]:
    """What the fate of this resident brings now."""
    if phase is Phase.MORNING and (happen := FATES.get(life.resident.fate)):
        yield from happen(life, (day - first).days, day)


def start(life: Life) -> int:
    """The day of the demo on which it begins, the same however often it is asked."""
    return life.draw("fate").randint(8, 24)


def sick(life: Life, number: int, day: date) -> Iterator[Order]:
    """Reported on Jobnet, and the recovery too."""
    since = start(life)
    if number == since:
        yield Order(JOBNET, "ReportSick", life.resident)
    elif number == since + life.draw("sick").choice((3, 5, 9, 16)):
        yield Order(JOBNET, "ReportRecovered", life.resident)


def holiday(life: Life, number: int, day: date) -> Iterator[Order]:
    """A week, told two to three weeks before, some only a week before."""
    if number == start(life):
        starts = day + life.draw("holiday").choice((15, 18, 21, 7)) * DAY
        body = {"reference": "ferie", "kind": "HOLIDAY", "starts": starts.isoformat(), "earned": True}
        yield Order(JOBNET, "RecordAbsence", life.resident, {**body, "ends": (starts + 6 * DAY).isoformat()})


def exempted(life: Life, number: int, day: date) -> Iterator[Order]:
    """Exempt for four weeks; summoned meanwhile."""
    since = start(life)
    if number == since:
        ground = life.draw("ground").choice(("IT_SKILLS", "LANGUAGE", "IMPAIRMENT"))
        asked, noted = (day - 2 * DAY).isoformat(), day.isoformat()
        body = {"ground": ground, "requested_on": asked, "noted_on": noted}
        yield Order(life.holder(day), "ExemptFromSelfBooking", life.resident, body)
    elif number == since + 3:
        yield summons(life, day, 12)
    elif number == since + 28:
        yield Order(life.holder(day), "EndExemption", life.resident)


def deprived(life: Life, number: int, day: date) -> Iterator[Order]:
    """The right to book is taken, with reasons and how to complain; a summons follows."""
    since = start(life)
    if number == since:
        told = {"reasons": "Du har flyttet samtalen seks gange på en måned.", "complaint_guidance": COMPLAINT}
        body = {"ground": "FREQUENT_REBOOKING", **told}
        yield Order(life.holder(day), "WithdrawSelfBooking", life.resident, body)
    elif number == since + 3:
        yield summons(life, day, 12)


def member(life: Life, number: int, day: date) -> Iterator[Order]:
    """Placed by the fund, which holds the course, summons to the first interview, and reports the hours that end it."""
    resident, fate = life.resident, life.resident.fate
    if resident.fund is None:
        return
    if number == 1:
        body = {"placed_on": BEFORE[fate].isoformat(), "insured": resident.insured}
        yield Order(resident.fund, "RecordPlacement", resident, body)
    elif number == 3:
        yield summons(life, day, 10)
    elif number == REPORTED.get(fate):
        hours = (FULL if resident.insured == "full-time" else PART) + 5
        yield Order(resident.fund, "ReportHours", resident, {"count": "CONSUMPTION", "hours": hours})


def returns(life: Life, number: int, day: date) -> Iterator[Order]:
    """Long out of the register; comes back on Jobnet."""
    if number == 1:
        yield Order(life.resident.office, "Deregister", life.resident, {"on": LEFT[1].isoformat()})
    elif number == start(life):
        yield Order(JOBNET, "ReRegister", life.resident)


def summons(life: Life, day: date, ahead: int) -> Order:
    """To the authority's own time, on a working day, with a member of staff for this citizen alone."""
    held_on = next(found for n in range(ahead, ahead + 9) if is_working_day(found := day + n * DAY))
    starts_at = datetime.combine(held_on, time(15, 15), COPENHAGEN)
    body: dict[str, Any] = {"starts_at": wire(starts_at), "staff": f"i{life.resident.index}", "channel": "DIGITAL_POST"}
    return Order(life.holder(day), "SummonInterview", life.resident, body)


FATES: dict[str, Callable[[Life, int, date], Iterator[Order]]] = {
    "sick": sick,
    "holiday": holiday,
    "exempted": exempted,
    "deprived": deprived,
    **dict.fromkeys(BEFORE, member),
    "returns": returns,
}


def outcome(life: Life, day: date, phase: Phase, first: date) -> Iterator[Order]:
    """The day after an interview whoever held it notes what became of it; now and then nobody does."""
    if phase is not Phase.MORNING:
        return
    past = sorted((held_on, supplier) for _, held_on, supplier in life.interviews.values() if held_on == day - DAY)
    for held_on, supplier in past:
        chance = life.draw("outcome", held_on).random()
        if chance < 0.95:
            name = "RecordHeld" if chance < 0.87 else "RecordNoShow"
            yield Order(Authority.parse(supplier), name, life.resident, {"on": held_on.isoformat()})

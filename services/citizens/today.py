"""How a citizen stands on a day: the dates of the status compared with that day. A reader of the topic does the same."""

from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from contracts.citizens.v1 import CitizenStatus, ImmediateBooking, Responsible, SelfBooking, WhyNot
from services.citizens.rules.demand import demanded_today

T = TypeVar("T", SelfBooking, Responsible)


def on_day(citizen: str, status: CitizenStatus, day: date) -> dict[str, Any]:
    """The answer of `GET /v1/citizens/{id}/status`."""
    booking, responsible = begun(status.self_booking, day), begun(status.responsible, day)
    demand = asked(status.immediate_booking, day)
    return {
        "citizen": citizen,
        "on": day,
        "version": status.version,
        "may_self_book": booking is not None and booking.may,
        "reason": booking.reason if booking else WhyNot.NOT_IN_COURSE,
        "immediate_booking_required": demand is not None,
        "immediate_booking_hold_by": demand.hold_by if demand and (demand.hold_by or day) >= day else None,
        "responsible": asdict(responsible) if responsible else None,
        "deadlines": [asdict(each) for each in status.deadlines if each.visible_on <= day],
        "next_interview": asdict(status.next_interview) if status.next_interview else None,
        "interviews": [asdict(each) for each in status.interviews if each.held_on >= day],
    }


def asked(demand: ImmediateBooking | None, day: date) -> ImmediateBooking | None:
    """The demand, if it has begun and nothing pauses it."""
    if demand is None or day < demand.since or (demand.until and day >= demand.until):
        return None
    away = any(each.starts <= day and (each.ends is None or day <= each.ends) for each in demand.pauses)
    return demand if demanded_today(away, day).ok else None


def begun(entries: tuple[T, ...], day: date) -> T | None:
    """The last entry that has begun."""
    return next((each for each in reversed(entries) if each.since <= day), None)

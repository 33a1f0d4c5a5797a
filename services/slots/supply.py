"""What happens to a supply. Only its shard decides who gets a time, so that no time is given twice."""

import dataclasses
from collections.abc import Iterable
from datetime import UTC, date
from typing import Any

from contracts.slots.v1 import (
    AskTimes,
    ClaimSlot,
    PublishSlots,
    ReleaseSlot,
    SlotDenied,
    SlotGranted,
    SlotsPublished,
    SlotsWithdrawn,
    TimesFound,
    WithdrawSlots,
)
from contracts.topics import supplier_of
from services.slots import policy
from services.slots.case import Case, Offer, Supply
from shared.law.decision import Decision, Message, To, refused
from shared.law.value import replace

CHANNEL = "slots.supply"
"""The topic between a citizen's shard and a supply's."""


def publish(supply: Supply, message: Message[PublishSlots], today: date) -> Decision[Case]:
    """New times, and free ones with new content. All of the command or nothing."""
    supplier = supplier_of(message.source)
    offered: dict[str, Offer] = {}
    for slot in message.body.slots:
        offer = Offer(supplier, dataclasses.replace(slot, starts_at=slot.starts_at.astimezone(UTC)))
        if offered.setdefault(slot.slot, offer) != offer:
            return refused(supply, "SLOT_TWICE", slots=[slot.slot])
    new = {id: offer for id, offer in offered.items() if not _known(supply, offer)}
    if booked := [id for id in new if _booked(supply, id)]:
        return refused(supply, "SLOT_BOOKED", slots=sorted(booked))
    if past := [id for id, offer in new.items() if offer.slot.starts_at < message.time]:
        return refused(supply, "SLOT_PAST", slots=sorted(past))
    after = {**supply.offers, **new}
    staff = {offer.slot.staff for offer in new.values()}
    if clashing := overlapping(offer for offer in after.values() if offer.slot.staff in staff):
        return refused(supply, "STAFF_DOUBLE_BOOKED", slots=clashing)
    event = SlotsPublished(supplier=supplier, slots=tuple(offer.slot for offer in new.values()))
    return Decision(replace(supply, offers=after), events=(event,) if new else ())


def _known(supply: Supply, offer: Offer) -> bool:
    known = supply.offers.get(offer.slot.slot)
    return known is not None and known.slot == offer.slot


def _booked(supply: Supply, id: str) -> bool:
    known = supply.offers.get(id)
    return known is not None and known.interview is not None


def overlapping(offers: Iterable[Offer]) -> list[str]:
    """Ids of times that ask for the same member of staff at once. One may begin when another ends."""
    found: set[str] = set()
    longest: dict[str, Offer] = {}
    for offer in sorted(offers, key=lambda each: each.slot.starts_at):
        before = longest.get(offer.slot.staff)
        if before is not None and offer.slot.starts_at < before.ends_at:
            found |= {before.slot.slot, offer.slot.slot}
        if before is None or offer.ends_at > before.ends_at:
            longest[offer.slot.staff] = offer
    return sorted(found)


def withdraw(supply: Supply, message: Message[WithdrawSlots], today: date) -> Decision[Case]:
    """Free times go; those that are not there are gone already. One booked among them, and nothing goes."""
    named = dict.fromkeys(message.body.slots)
    if booked := [id for id in named if _booked(supply, id)]:
        return refused(supply, "SLOT_BOOKED", slots=sorted(booked))
    gone = tuple(id for id in named if id in supply.offers)
    left = {id: offer for id, offer in supply.offers.items() if id not in named}
    event = SlotsWithdrawn(supplier=supplier_of(message.source), slots=gone)
    return Decision(replace(supply, offers=left), events=(event,) if gone else ())


def claim(supply: Supply, message: Message[ClaimSlot], today: date) -> Decision[Case]:
    """The first who asks gets the time; the same interview asked for again gets the same answer."""
    asked = message.body
    offer = supply.offers.get(asked.slot)
    if offer is None and asked.own and asked.supplier:
        return _made(supply, asked, Offer(asked.supplier, asked.own, asked.interview, asked.citizen, published=False))
    if offer is None:
        return _answer(supply, asked, SlotDenied(interview=asked.interview, slot=asked.slot, code="SLOT_UNKNOWN"))
    if offer.interview not in (None, asked.interview):
        kind = offer.slot.interview_type
        taken = SlotDenied(interview=asked.interview, slot=asked.slot, code="SLOT_TAKEN", interview_type=kind)
        return _answer(supply, asked, taken)
    given = replace(offer, interview=asked.interview, citizen=asked.citizen)
    granted = SlotGranted(interview=asked.interview, supplier=offer.supplier, slot=offer.slot)
    return _answer(_with(supply, given), asked, granted)


def _made(supply: Supply, asked: ClaimSlot, own: Offer) -> Decision[Case]:
    """A time of the authority's own, unless its member of staff is asked for already; a free time then is named instead."""
    own = replace(own, slot=dataclasses.replace(own.slot, starts_at=own.slot.starts_at.astimezone(UTC)))
    same_staff = [each for each in supply.offers.values() if each.slot.staff == own.slot.staff]
    if own.slot.slot in (clashing := overlapping((*same_staff, own))):
        others = tuple(each for each in clashing if each != own.slot.slot)
        no = SlotDenied(
            interview=asked.interview,
            slot=asked.slot,
            code="STAFF_DOUBLE_BOOKED",
            interview_type=own.slot.interview_type,
            clashing=others,
        )
        return _answer(supply, asked, no)
    granted = SlotGranted(interview=asked.interview, supplier=own.supplier, slot=own.slot)
    return _answer(_with(supply, own), asked, granted)


def release(supply: Supply, message: Message[ReleaseSlot], today: date) -> Decision[Case]:
    """The time is free again, if that interview has it; one that a summons made is gone.

    The command behind it is answered by the citizen's shard.
    """
    offer = supply.offers.get(message.body.slot)
    if offer is None or offer.interview != message.body.interview:
        return Decision(supply, pending=True)
    if not offer.published:
        left = {id: each for id, each in supply.offers.items() if id != message.body.slot}
        return Decision(replace(supply, offers=left), pending=True)
    return Decision(_with(supply, replace(offer, interview=None, citizen=None)), pending=True)


def times(supply: Supply, message: Message[AskTimes], today: date) -> Decision[Case]:
    """A few free times, the soonest first; whether there were any; whether anything is published for those days or later."""
    asked = message.body
    free = [each.slot for each in supply.offers.values() if _offered(each, asked)]
    bookable = sorted(
        (each for each in free if each.starts_at >= asked.now), key=lambda each: (each.starts_at, each.slot)
    )
    is_open = any(each.published and each.slot.starts_at >= asked.since for each in supply.offers.values())
    answer = TimesFound(
        requested_on=asked.requested_on,
        hold_by=asked.hold_by,
        until=asked.until,
        now=asked.now,
        slots=tuple(bookable[: policy.OFFERED]),
        any=bool(free),
        known=asked.known and is_open,
    )
    return Decision(supply, events=(To(CHANNEL, answer, key=asked.citizen),), pending=True)


def _offered(offer: Offer, asked: AskTimes) -> bool:
    slot, free = offer.slot, offer.published and offer.interview is None
    return free and slot.interview_type is policy.OFFERED_TYPE and asked.since <= slot.starts_at < asked.until


def _answer(supply: Supply, asked: ClaimSlot, body: Any) -> Decision[Case]:
    return Decision(supply, events=(To(CHANNEL, body, key=asked.citizen),), pending=True)


def _with(supply: Supply, offer: Offer) -> Supply:
    return replace(supply, offers={**supply.offers, offer.slot.slot: offer})

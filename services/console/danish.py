"""What operators read: dates, durations, and the Danish names of events and of their fields."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from shared.law.calendar import COPENHAGEN

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip

EVENTS = {
    "AbsenceRecorded": "Fravær noteret",
    "AbsenceWithdrawn": "Fravær taget tilbage",
    "AttemptRecorded": "Forgæves forsøg på booking",
    "CitizenParked": "Borger parkeret",
    "CitizenRegistered": "Borger registreret",
    "CommandAccepted": "Kommando modtaget",
    "CommandAnswered": "Kommando besvaret",
    "CommandRefused": "Kommando afvist",
    "DeadlineClosed": "Bookingfrist lukket",
    "DeadlineExtended": "Bookingfrist forlænget",
    "DeadlineFulfilled": "Bookingfrist indfriet",
    "DeadlineOverdue": "Bookingfrist overskredet",
    "DeadlineReopened": "Bookingfrist genåbnet",
    "DeadlineResumed": "Bookingfrist gælder igen",
    "DeadlineSet": "Bookingfrist sat",
    "DeductionCounted": "Fradragsdage opgjort",
    "DeregistrationReversed": "Afmelding taget tilbage",
    "GuidanceRecorded": "Vejledning noteret",
    "HindrancesStated": "Hensyn meddelt",
    "ImmediateBookingRequired": "Straksbooking krævet",
    "ImmediateBookingWithdrawn": "Krav om straksbooking bortfaldet",
    "ImmediateTimesOffered": "Tider til straksbooking tilbudt",
    "InterviewBooked": "Samtale booket",
    "InterviewCancelled": "Samtale aflyst",
    "InterviewHeld": "Samtale afholdt",
    "InterviewMissed": "Udeblevet fra samtale",
    "InterviewSummoned": "Indkaldt til samtale",
    "JobseekerDeregistered": "Borger afmeldt",
    "JobseekerReRegistered": "Borger gentilmeldt",
    "LetterRequested": "Brev bestilt",
    "MissHindered": "Booking hindret af driftsforstyrrelse",
    "MissHinderedWithdrawn": "Booking ikke hindret alligevel",
    "NewDeadlineNeeded": "Ny bookingfrist skal sættes",
    "NoImmediateTimes": "Ingen ledige tider til straksbooking",
    "NoticeAnswered": "Besked besvaret af a-kassen",
    "NoticeIssued": "Besked til a-kassen",
    "NoticeRetracted": "Besked til a-kassen trukket tilbage",
    "OutageRecorded": "Driftsforstyrrelse noteret",
    "OverdueReversed": "Overskridelse taget tilbage",
    "ParkedDiscarded": "Parkeret besked kasseret",
    "ParkedReleased": "Parkeret besked frigivet",
    "ReasonableGroundNoted": "Rimelig grund noteret",
    "ReasonableGroundWithdrawn": "Rimelig grund bortfaldet",
    "RecordRejected": "Post kunne ikke læses",
    "RelationsChanged": "Tilknytning ændret",
    "ReportFlagged": "Melding markeret",
    "ReminderRequested": "Påmindelse bestilt",
    "RemindersChosen": "Påmindelser valgt",
    "SanctionCaseOpened": "Vurderingssag åbnet",
    "SanctionCaseReversed": "Vurderingssag taget tilbage",
    "SlotsPublished": "Tider udbudt",
    "SlotsWithdrawn": "Tider trukket tilbage",
    "SummonsLetterRequested": "Indkaldelsesbrev bestilt",
    "WrittenNoticeRecorded": "Frist meddelt skriftligt",
}  # fmt: skip
"""An event that is not here is shown by its contract's name."""

FIELDS = {
    "channel": "sendes med", "phone": "telefon", "held_by": "afholdt af", "hindrances": "kan ikke komme", "minutes": "minutter",
    "planned": "planlagt", "rebook_until": "kan ombookes indtil", "registered_by": "registreret af",
    "summoned_at": "indkaldt", "summoned_by": "indkaldt af", "with_akasse": "a-kassen deltager",
    "absence": "fravær", "approved": "godkendt", "ends": "slutter", "flag": "markering", "notified_on": "meddelt",
    "registered": "allerede tilmeldt", "reported_on": "meldt", "starts": "starter",
    "about": "vedrører", "akasse": "a-kasse", "because": "fordi", "booked_at": "booket", "booked_by": "booket af",
    "cancelled_at": "aflyst", "cancelled_by": "aflyst af", "case": "sag", "code": "kode", "command": "kommando",
    "command_id": "kommandoens id", "days": "dage", "days_unregistered": "dage uden tilmelding",
    "deadline": "frist", "deregistered_on": "afmeldt", "due": "book senest", "effective": "virkning fra",
    "error": "fejl", "event_date": "hændelsesdato", "explanation": "forklaring", "facts": "oplysninger",
    "fields": "felter", "form": "form", "group": "målgruppe", "held_on": "holdes", "hold_by": "holdes senest",
    "insured": "forsikring", "interview": "samtale", "interview_type": "samtaletype",
    "job_seeker": "arbejdssøgende", "jobcentre": "jobcenter", "kind": "slags", "letter": "brev",
    "manual": "manuel vurdering", "message": "besked", "missed_on": "overskredet", "notice": "besked",
    "on": "dato", "opened_on": "åbnet", "outcome": "udfald", "overdue_on": "overskredet fra", "owner": "sat af",
    "place": "sted", "provision": "hjemmel", "reason": "årsag", "relevant": "relevant", "repeated": "gentaget",
    "requested_on": "ønsket", "restored_on": "kontakt genoprettet", "rule": "regel", "sanctioned": "sanktion",
    "since": "siden", "slot": "tid", "slots": "tider", "staff": "medarbejder", "starts_at": "begynder",
    "supplier": "udbyder", "text": "tekst", "type": "type", "visible_on": "vist fra",
}  # fmt: skip

STANDINGS = {"OPEN": "åben", "FULFILLED": "indfriet", "OVERDUE": "overskredet", "CLOSED": "lukket"}
ACTS = {"ReleaseParked": "Frigivet", "DiscardParked": "Kasseret"}


def event_name(type: str) -> str:
    return EVENTS.get(type, type)


def field_name(name: str) -> str:
    return FIELDS.get(name, name)


def day(value: date) -> str:
    """13. marts 2024"""
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """13. marts 2024 kl. 00.10, Danish time"""
    local = value.astimezone(COPENHAGEN)
    return f"{day(local)} kl. {local:%H.%M}"


def duration(span: timedelta) -> str:
    """3 dage, 1 time, 12 minutter: the largest unit, rounded down."""
    minutes = max(0, int(span.total_seconds() // 60))
    for size, one, many in ((1440, "dag", "dage"), (60, "time", "timer")):
        if minutes >= size:
            return f"{minutes // size} {one if minutes // size == 1 else many}"
    return f"{minutes} {'minut' if minutes == 1 else 'minutter'}"


def number(value: int) -> str:
    """12.345"""
    return f"{value:,}".replace(",", ".")


def shown(value: Any) -> str:
    """A field's value for reading: dates and instants in Danish, yes and no, lists and parts in a line."""
    match value:
        case _ if value is None or value in ("", [], (), {}):
            return "–"
        case bool():
            return "ja" if value else "nej"
        case str():
            return _dated(value)
        case list() | tuple():
            return "; ".join(shown(each) for each in value)
        case Mapping():
            return ", ".join(f"{field_name(name)}: {shown(each)}" for name, each in value.items())
        case _:
            return str(value)


def _dated(text: str) -> str:
    if len(text) < 10 or text[4:5] != "-":
        return text
    try:
        if len(text) == 10:
            return day(date.fromisoformat(text))
        instant = datetime.fromisoformat(text)
        return moment(instant) if instant.tzinfo else text
    except ValueError:
        return text

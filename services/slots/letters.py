"""What a citizen is told in writing about a summons (*indkaldelse*): what databekendtgørelsen § 20 asks for."""

from datetime import datetime

from contracts.slots.v1 import InterviewSummoned, Letter, SummonsLetterRequested
from contracts.types import Channel, Form, InterviewType
from services.slots.interview import Interview
from shared.law.calendar import COPENHAGEN, civil_date
from shared.law.danish import danish
from shared.law.decision import derived

POSTED = frozenset({Channel.DIGITAL_POST, Channel.LETTER})
"""Channels that Digital Post is asked to use; what is handed over or said is done already, and Jobnet shows what it is told."""

CALLED_OFF_BY = Channel.DIGITAL_POST
"""How it is told that a summons is called off, however the summons came."""

WHAT = {
    InterviewType.JOB: "en jobsamtale",
    InterviewType.JOINT: "en fællessamtale",
    InterviewType.FOLLOW_UP: "en opfølgningssamtale",
}
HOW = {
    Form.IN_PERSON: "Du skal møde personligt frem",
    Form.PHONE: "Samtalen holdes i telefonen",
    Form.VIDEO: "Samtalen holdes som videomøde",
}


def summons(told: InterviewSummoned) -> tuple[SummonsLetterRequested, ...]:
    """The letter of a summons, if its channel takes one."""
    if told.channel not in POSTED:
        return ()
    return (_letter(Letter.SUMMONS, told.interview, told.channel or Channel.DIGITAL_POST, _summoned(told)),)


def cancelled_summons(interview: Interview) -> SummonsLetterRequested:
    """The letter of a summons that is called off."""
    text = f"Du er ikke længere indkaldt til {WHAT[interview.interview_type]} den {at(interview.starts_at)}. Den er aflyst."
    return _letter(Letter.SUMMONS_CANCELLED, interview.id, CALLED_OFF_BY, text)


def at(time: datetime) -> str:
    """14. marts 2024 kl. 10.00"""
    return f"{danish(civil_date(time))} kl. {clock(time).replace(':', '.')}"


def clock(time: datetime) -> str:
    """The Danish time of day."""
    return f"{time.astimezone(COPENHAGEN):%H:%M}"


def _letter(kind: Letter, interview: str, channel: Channel, text: str) -> SummonsLetterRequested:
    return SummonsLetterRequested(
        letter=derived(interview, "letter", kind), kind=kind, interview=interview, channel=channel, text=text
    )


def _summoned(told: InterviewSummoned) -> str:
    said = [f"Du er indkaldt til {WHAT[told.interview_type]} den {at(told.starts_at)}."]
    where = f": {told.place}" if told.place and told.form is Form.IN_PERSON else ""
    said.append(f"{HOW[told.form]}{where}. Samtalen varer {told.minutes} minutter.")
    if told.phone:
        said.append(f"Du skal selv ringe op på {told.phone}.")
    if told.about:
        said.append(f"Samtalen handler om: {told.about}")
    if told.interview_type is InterviewType.JOINT and told.with_akasse is not None:
        said.append("Din a-kasse deltager." if told.with_akasse else "Din a-kasse deltager ikke.")
    if told.rebook_until:
        said.append(f"Du kan afbestille tiden på Jobnet indtil den {at(told.rebook_until)}.")
    else:
        said.append("Kan du ikke komme, skal du sige det til os, inden samtalen begynder.")
    said.append("Det kan få betydning for din ydelse, hvis du bliver væk uden rimelig grund.")
    return " ".join(said)

"""What a citizen is told in writing of exemption, withdrawal and less intensive effort (*afgørelse*, *klagevejledning*)."""

from datetime import date

from contracts.registration.self_booking_v1 import ExemptionGround
from services.registration.right import RightKind
from services.registration.rules.complaint import last_day
from shared.law.danish import danish

BECAUSE = {
    ExemptionGround.IT_SKILLS: "meget ringe it-kundskaber",
    ExemptionGround.LANGUAGE: "betydelige sproglige barrierer",
    ExemptionGround.IMPAIRMENT: "betydelig fysisk, kognitiv eller psykisk funktionsnedsættelse",
    ExemptionGround.PREMISES: "behov for særlige lokaliteter",
    ExemptionGround.INTERPRETER: "behov for tolk",
}
EXEMPTION_LAW = "Reglen står i § 45 i bekendtgørelse om en aktiv beskæftigelsesindsats."
WITHDRAWAL_LAW = "Reglen står i § 35 i lov om en aktiv beskæftigelsesindsats."
EFFORT_LAW = "Reglen står i § 106, stk. 3, i lov om en aktiv beskæftigelsesindsats."
SUMMONED = "Du bliver indkaldt til jobsamtaler og skal møde til dem."
MUST_BOOK = "Du skal selv booke dine jobsamtaler."


def decider(by: str) -> str:
    """Who has decided."""
    return f"Afgørelsen er truffet af {'din a-kasse' if by.startswith('akasse-') else 'dit jobcenter'}."


def complaint(guidance: str, notified_on: date) -> str:
    """The complaint guidance: the authority's own words, and what CMP-01 says of where and until when."""
    last = danish(last_day(notified_on))
    return (
        f"{guidance} Du kan klage til Ankestyrelsens Beskæftigelsesudvalg. Klagen skal være modtaget senest den {last}."
    )


def decision(what: str, by: str, reasons: str, law: str, then: str, guidance: str, notified_on: date) -> str:
    """A decision in due form: what was decided, by whom, why, by which rule, what follows, and how to complain."""
    return " ".join((what, decider(by), f"Begrundelse: {reasons}", law, then, complaint(guidance, notified_on)))


def refused_exemption(ground: str, requested_on: date, by: str, reasons: str, guidance: str, notified_on: date) -> str:
    """The refusal of a request for exemption."""
    why = BECAUSE[ExemptionGround(ground)]
    what = (
        f"Du bad den {danish(requested_on)} om at blive fritaget for selv at booke jobsamtaler på grund af {why}. "
        "Du bliver ikke fritaget."
    )
    return decision(what, by, reasons, EXEMPTION_LAW, MUST_BOOK, guidance, notified_on)


def decided_exemption(upheld: bool, on: date, by: str, reasons: str, guidance: str, notified_on: date) -> str:
    """The decision after an objection."""
    stays, ends = "Du er fortsat fritaget for", f"Du er fra og med den {danish(on)} ikke længere fritaget for"
    what = f"Du var uenig i din fritagelse. {stays if upheld else ends} selv at booke jobsamtaler."
    then = SUMMONED if upheld else MUST_BOOK
    return decision(what, by, reasons, EXEMPTION_LAW, then, guidance, notified_on)


def withdrawn(on: date, by: str, reasons: str, guidance: str, notified_on: date) -> str:
    """The withdrawal of the right to book."""
    what = f"Du kan fra og med den {danish(on)} ikke længere selv booke jobsamtaler."
    return decision(what, by, reasons, WITHDRAWAL_LAW, SUMMONED, guidance, notified_on)


def denied_effort(on: date, by: str, reasons: str, guidance: str, notified_on: date) -> str:
    """The decision that there is no less intensive effort."""
    what = f"Du er fra og med den {danish(on)} ikke omfattet af reglerne om mindre intensiv indsats."
    then = "Du skal være aktivt jobsøgende og deltage i jobsamtaler og tilbud."
    return decision(what, by, reasons, EFFORT_LAW, then, guidance, notified_on)


def not_restored(kind: RightKind) -> str:
    """Exemption or withdrawal holds after all, against an earlier letter."""
    exempted = kind is RightKind.EXEMPTION
    return (
        f"Vi har skrevet til dig, at din {'fritagelse for' if exempted else 'fratagelse af retten til'} selv at booke "
        f"jobsamtaler ikke længere gælder. Det brev skal du se bort fra. {SUMMONED}"
    )


def restored(kind: RightKind, on: date, handed_over: bool, free: bool) -> str:
    """Exemption or withdrawal is over. `free`: nothing else keeps the citizen from booking."""
    exempted = kind is RightKind.EXEMPTION
    said = [f"Din {'fritagelse for' if exempted else 'fratagelse af retten til'} selv at booke jobsamtaler"]
    said.append(f"gælder ikke længere fra og med den {danish(on)}.")
    if handed_over:
        said.append("Årsagen er, at et andet sted nu har ansvaret for dit kontaktforløb og skal tage stilling på ny.")
    if handed_over and exempted:
        said.append("Du kan bede om at blive fritaget igen.")
    if free:
        said.append(MUST_BOOK)
    return " ".join(said)

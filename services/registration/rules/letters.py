"""What a citizen is told in writing (*afmeldebrev*). BAB § 26."""

from datetime import date, timedelta

from contracts.registration.v1 import Reason
from contracts.types import Group
from services.registration.rules.again import HOLD_WITHIN
from shared.law.citation import BAB, V1
from shared.law.danish import danish
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

ALREADY_DEREGISTERED = "ALREADY_DEREGISTERED"
NOT_IN_GROUP = "NOT_IN_GROUP"
JOBCENTRE_ERROR = "JOBCENTRE_ERROR"
SUBSIDISED_JOB = "SUBSIDISED_JOB"
SICK_FROM_ANOTHER_DAY = "SICK_FROM_ANOTHER_DAY"

WITHDRAWN_BECAUSE = {
    "BOOKED_IN_TIME": "du havde booket en jobsamtale inden fristen",
    "EXTENDED_IN_TIME": "din frist var blevet forlænget",
    "CLOSED_IN_TIME": "din frist var blevet lukket",
    "REPLACED_IN_TIME": "du havde fået en ny frist",
    ALREADY_DEREGISTERED: "du allerede var afmeldt den dag",
    "EXEMPTED": "du var fritaget for selv at booke",
    "DEPRIVED": "du ikke selv skulle booke, men indkaldes",
    "LESS_INTENSIVE": "du var omfattet af en mindre intensiv indsats",
    "A_KASSE_COURSE": "din a-kasse havde ansvaret for dine samtaler",
    "NO_DUTY": "du ikke havde pligt til selv at booke",
    "OBSOLETE": "fristen var forældet",
    "NOT_NOTIFIED": "du ikke havde fået brev om fristen i tide",
    NOT_IN_GROUP: "reglen om afmelding ikke gjaldt for dig den dag",
    JOBCENTRE_ERROR: "afmeldingen skyldtes en fejl i jobcenteret",
    SUBSIDISED_JOB: "du var ansat med løntilskud",
    SICK_FROM_ANOTHER_DAY: "din sygemelding gælder fra en anden dag",
}
NEVER_OUT = "Afmeldingen har ingen virkning, heller ikke for de dage, der er gået."
STILL_OUT = "Det er den anden afmelding, der gælder."
NOT_MISSED = "fristen alligevel ikke var overskredet"
"""For a reason that `deadlines` has learned to give since."""


WHY = {
    Reason.SICKNESS: "at du har meldt dig syg",
    Reason.WORK: "at du er begyndt i arbejde",
    Reason.EDUCATION: "at du er begyndt på en uddannelse",
    Reason.MATERNITY: "at du er på barsel",
    Reason.PENSION: "at du går på pension eller efterløn",
    Reason.ABROAD: "at du opholder dig i udlandet",
    Reason.WORK_SHARING_ENDED: "at arbejdsfordelingen er slut",
}
ASKED = "at du selv har bedt om at blive afmeldt"


MUST_SAY = {
    "deregistered": "Du er afmeldt",
    "the way back": "Du kan tilmelde dig igen",
    "also without benefit": "også hvis du ikke får ydelse",
    "payment": "betydning for udbetalingen",
}
SHOULD_SAY = {"the reason": "Årsagen er"}


@rule("REG-03", BAB("§ 26"), BAB("§ 28"), V1("2.12.1"), V1("2.14"), groups=("G1", "G2", "G4o"), since=G16)
def complete(text: str) -> Applied:
    """Whether a letter of deregistration says what it must, and the reason, which it should.

    It must say that the citizen is deregistered, that one can be registered again, also without benefit, and that it may
    affect the payment. In the cases of BAB § 28 no letter is sent (BAB § 26, last sentence); what those cases are stands
    outside the sources, so the jobcentre names them.
    """
    lacks = [what for what, words in (MUST_SAY | SHOULD_SAY).items() if words not in text]
    outcome = OK if not lacks else "no-reason" if lacks == list(SHOULD_SAY) else "incomplete"
    return applied(outcome, lacks=lacks)


def deregistered(effective: date, why: Reason, group: Group | None, back_on: date | None = None) -> str:
    """The letter of deregistration, with all that REG-03 asks for. `back_on`: it became known after the return that ended it."""
    said = [f"Du er afmeldt som arbejdssøgende i jobcenteret fra og med den {danish(effective)}."]
    if why is Reason.MISSED_BOOKING:
        due = effective - timedelta(days=1)
        said.append(f"Årsagen er, at du ikke har booket en jobsamtale senest den {danish(due)}, hvor din frist udløb.")
    else:
        said.append(f"Årsagen er, {WHY.get(why, ASKED)}.")
    said.append("Du kan tilmelde dig igen på Jobnet eller i jobcenteret, også hvis du ikke får ydelse.")
    if back_on:
        said.append(f"Du er allerede tilmeldt igen fra og med den {danish(back_on)}.")
    elif why is Reason.MISSED_BOOKING:
        within = f"inden for {HOLD_WITHIN.days} dage"
        said.append(f"Når du tilmelder dig på Jobnet, skal du booke en jobsamtale, der holdes {within}.")
        said.append("Før den er booket, gælder tilmeldingen ikke. Tilmeld dig med det samme.")
    elif why is Reason.SICKNESS:
        said.append("Når du er rask, skal du raskmelde dig på Jobnet. Så bliver du tilmeldt igen.")
    said.append("Det kan få betydning for udbetalingen af din ydelse, at du ikke er tilmeldt.")
    if group is Group.G1:
        said.append("Det er din a-kasse, der afgør, om du kan få dagpenge.")
    return " ".join(said)


def withdrawn(effective: date, because: str, dagpenge: bool = True) -> str:
    """The letter that takes a deregistration back. `dagpenge`: there is an a-kasse that was told of it."""
    said = [
        f"Din afmelding som arbejdssøgende fra og med den {danish(effective)} er trukket tilbage.",
        f"Årsagen er, at {WITHDRAWN_BECAUSE.get(because, NOT_MISSED)}.",
        STILL_OUT if because == ALREADY_DEREGISTERED else NEVER_OUT,
    ]
    return " ".join((*said, "Din a-kasse får samme besked.") if dagpenge else said)


def receipt(effective: date) -> str:
    """The receipt of a re-registration after sickness (*kvittering*), BAB § 30, stk. 2."""
    return (
        f"Du er raskmeldt og tilmeldt som arbejdssøgende igen fra og med den {danish(effective)}. Gem denne kvittering."
    )

"""Where and until when one can complain (*klage*). LAB §§ 204, 207; RSL § 59 b."""

from datetime import date, timedelta
from enum import StrEnum

from services.registration.rules.missed import SELF_BOOKING
from shared.law.citation import LAB, RSL, V1, V2
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

FOUR_WEEKS = timedelta(weeks=4)


class Taken(StrEnum):
    """What an authority has decided or done."""

    EXEMPTION = "EXEMPTION"
    WITHDRAWAL = "WITHDRAWAL"
    LESS_INTENSIVE = "LESS_INTENSIVE"
    FORM_CHANGED = "FORM_CHANGED"
    """*Omgørelse af samtaleform*, LAB § 33, stk. 2."""


def last_day(notified_on: date) -> date:
    """The last day of a complaint (CMP-01). It does not move off a weekend (CAL-06)."""
    return notified_on + FOUR_WEEKS


@rule(
    "CMP-01",
    LAB("§ 204"),
    LAB("§ 207", stk=2),
    LAB("§ 207", stk=3),
    RSL("§ 59 b"),
    V2("11"),
    groups=SELF_BOOKING,
    since=G16,
)
def complain_by(notified_on: date) -> Applied:
    """Four weeks after the decision was told, to Ankestyrelsens Beskæftigelsesudvalg: the outcome is the last day.

    The same whether the jobcentre or the a-kasse decided. Told (*meddelt*) is the day on which the letter goes to Digital
    Post (INF), also when the decision is older. Decisions on exemption have the same route (INF: V2 11 names only the
    withdrawal and LAB § 106; LAB § 204 is general).
    """
    return applied(last_day(notified_on).isoformat(), notified_on=notified_on)


@rule("CMP-02", LAB("§ 33", stk=2), V1("2.11.2"), V2("4.1"), groups=SELF_BOOKING, since=G16)
def complaint_route(taken: Taken) -> Applied:
    """A changed form of an interview (*omgørelse*) is no administrative decision, and nobody hears a complaint about it.

    Withdrawal, exemption and the decision on less intensive effort are decisions with a complaint. V2 is the first to say it,
    but what is no decision never was one (INF).
    """
    return applied("no-decision" if taken is Taken.FORM_CHANGED else "four-weeks", taken=taken)

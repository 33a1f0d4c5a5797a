"""Who need not book (*fritagelse*), in which form, and what they are told. BAB § 45; V1 2.11.1."""

from datetime import date

from contracts.registration.self_booking_v1 import ExemptionGround
from services.registration.rules.missed import SELF_BOOKING
from shared.law.citation import BAB, V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule

ON_REQUEST = frozenset({ExemptionGround.IT_SKILLS, ExemptionGround.LANGUAGE, ExemptionGround.IMPAIRMENT})
"""BAB § 45, stk. 1, nr. 1-3; the other two grounds are those of stk. 2."""


@rule("EX-01", BAB("§ 45", stk=1), V1("2.11.1"), groups=SELF_BOOKING, since=G16, day="on")
def on_request(ground: ExemptionGround, requested_on: date | None, on: date) -> Applied:
    """Whom booking is disproportionately hard or impossible for may be exempted, if they ask (*efter anmodning*).

    Three grounds: very poor IT skills, a major Danish-language barrier, a major physical, cognitive or mental impairment.
    Not from a day before the request (INF).
    """
    outcome = OK
    if ground not in ON_REQUEST:
        outcome = "other-ground"
    elif requested_on is None:
        outcome = "not-requested"
    elif requested_on > on:
        outcome = "before-the-request"
    return applied(outcome, ground=ground, requested_on=requested_on, on=on)


@rule("EX-02", BAB("§ 45", stk=2), V1("2.11.1"), groups=SELF_BOOKING, since=G16, day="on")
def premises_or_interpreter(ground: ExemptionGround, declined: bool, on: date) -> Applied:
    """Whose interview needs special premises or an interpreter may be exempted unasked, unless they do not want it."""
    if ground in ON_REQUEST:
        return applied("other-ground", ground=ground, declined=declined)
    return applied("declined" if declined else OK, ground=ground, declined=declined)


@rule("EX-03", BAB("§ 45"), V1("2.11.1"), groups=SELF_BOOKING, since=G16, day="on")
def note_or_decision(
    noted_on: date,
    on: date,
    objected_on: date | None,
    reasoned: bool | None,
    complaint_guidance: bool | None,
) -> Applied:
    """A note and its reason in the case system are enough; who disagrees (*uenig*) gets a decision.

    The exemption is the note (*notat*), so it holds from the note at the earliest, however late it is reported; where no day
    of the note is told, the report is the note (INF). A decision
    is in writing, with reasons and complaint guidance (*klagevejledning*); `reasoned` is None while there is none. A request
    that is refused is a disagreement from the start and takes a decision at once (INF).
    """
    outcome = OK
    if noted_on > on:
        outcome = "before-the-note"
    elif objected_on is not None and reasoned is None:
        outcome = "decision-required"
    elif objected_on is not None and not reasoned:
        outcome = "no-reasons"
    elif objected_on is not None and not complaint_guidance:
        outcome = "no-complaint-guidance"
    return applied(
        outcome,
        noted_on=noted_on,
        on=on,
        objected_on=objected_on,
        reasoned=reasoned,
        complaint_guidance=complaint_guidance,
    )


@rule("EX-04", BAB("§ 44", stk=2), V1("2.11.1"), V1("3"), groups=SELF_BOOKING, since=G16, day="on")
def told_of_effects(exempt: bool, deprived: bool, on: date) -> Applied:
    """Who is exempt or deprived is not guided about what a missed booking leads to; digital skills may be spoken of.

    They must still come when summoned, and a no-show without reasonable ground has its effects (SAN-02).
    """
    return applied("not-to-be-guided" if exempt or deprived else OK, exempt=exempt, deprived=deprived)

"""When the right to book is taken away (*fratagelse*), and who decides that and exemption. LAB § 35; V1 2.11.2; V2 4.2."""

from datetime import date

from contracts.registration.self_booking_v1 import WithdrawalGround
from services.registration.rules.missed import SELF_BOOKING
from shared.law.citation import BAB, LAB, V1, V2
from shared.law.periods import E24, G16, P24
from shared.law.rule import OK, Applied, applied, rule

NOT_RESPONSIBLE = "not-responsible"


@rule("EX-05", LAB("§ 35"), V1("2.11.2"), V2("4.2"), groups=SELF_BOOKING, since=G16, day="on")
def withdrawable(ground: WithdrawalGround, reasoned: bool, complaint_guidance: bool, on: date) -> Applied:
    """Booking otherwise than agreed, or so that the contact course cannot be carried out, and a decision in due form.

    The cases: repeatedly otherwise than agreed, an attendance ban, police at the interview, too many, too close, rebooked too
    often. Whether one is there is assessed by a person; the form is checked here: reasons and complaint guidance
    (*klagevejledning*), in writing. Without them the decision is invalid.
    """
    outcome = OK if complaint_guidance else "no-complaint-guidance"
    return applied(
        outcome if reasoned else "no-reasons", ground=ground, reasoned=reasoned, complaint_guidance=complaint_guidance
    )


@rule(
    "EX-06", LAB("§ 35"), BAB("§ 45"), V1("2.11"),
    groups=SELF_BOOKING, since=G16, until=P24, day="on",
)  # fmt: skip
def jobcentre_decides(sender: str, jobcentre: str, on: date) -> Applied:
    """Until the end of 2023 only the citizen's jobcentre exempts and withdraws."""
    return applied(OK if sender == jobcentre else NOT_RESPONSIBLE, sender=sender, jobcentre=jobcentre)


@rule("EX-06", LAB("§ 35"), LAB("§ 27", stk=2), BAB("§ 45"), V2("4.2"), groups=SELF_BOOKING, since=E24, day="on")
def responsible_decides(sender: str, responsible: str, on: date) -> Applied:
    """From 2024 the party responsible for the contact course decides, each for its own interviews.

    `responsible` is the one on the day from which it is to hold. What was decided is not carried over at the handover
    (INF, from »i forbindelse med de jobsamtaler, de hver især er ansvarlig for«): it ends on the other's first day. V2 4.2
    says it of the withdrawal; of the exemption, which BAB § 45 gives to the jobcentre, the catalogue says the same.
    """
    return applied(OK if sender == responsible else NOT_RESPONSIBLE, sender=sender, responsible=responsible)


def may_decide(sender: str, jobcentre: str, responsible: str, on: date) -> Applied:
    """EX-06 in the version of that day."""
    before = jobcentre_decides(sender, jobcentre, on)
    return before if before.in_force else responsible_decides(sender, responsible, on)

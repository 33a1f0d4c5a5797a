"""Whose interviews they are. LAB § 27; LOB § 18 b; V2 2.1, 4.2."""

from datetime import date

from services.slots.rules.booking import SB
from shared.law.citation import LAB, LOB, V2
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule


@rule("AK-01", LAB("§ 27"), LOB("§ 18 b"), V2("2.1"), V2("4.2"), groups=SB, since=G16)
def holds_it(holder: str, held_on: date, responsible: tuple[str, ...]) -> Applied:
    """The interview is held by who is responsible (*ansvarlig part*) on its own day, not on the day it is planned (INF).

    So the jobcentre can plan for the time after the handover before it has come. Where nothing is known of the placement
    `responsible` names the own jobcentre and the own fund: what is unknown stops nobody. It names both in the old course, too,
    where the fund holds the cv-samtale of its member (CC-07).

    What is known when the booking comes decides, also where an earlier handover becomes known after it (INF): an interview
    that was confirmed stands and meets a deadline, whoever set it, for the citizen was told so and booked no other; and
    nobody is booked afterwards where the answer was no.
    """
    outcome = OK if holder in responsible else "not-responsible"
    return applied(outcome, holder=holder, held_on=held_on, responsible=responsible)

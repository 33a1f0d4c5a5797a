"""Who may set, extend and close a deadline, and whose matter a miss is. LAB § 27; LOB § 18 b; V2 2.1, 3.2, 4.2."""

from datetime import date

from contracts.types import Group, Party
from services.deadlines.rules.groups import SB
from shared.law.citation import BAB, LAB, LOB, V1, V2
from shared.law.periods import E24, G16
from shared.law.rule import Applied, applied, rule

DAGPENGE = frozenset({Group.G1})


@rule("AK-01", LOB("§ 18 b"), LAB("§ 27"), V2("2.1"), V2("4.2"), groups=SB, since=G16, day="day")
def responsible(
    owner: str, party: Party | None, regime: bool, day: date, fund: str = "", dagpenge: bool = True
) -> Applied:
    """Only the party that holds the course that day (*ansvarlig part*) sets, extends or closes deadlines.

    Nothing told of the day: nobody is shut out. A jobcentre told as responsible before any regime is known shuts no fund
    out either (INF): a placement that is not known yet must stop nobody. Whoever is not on dagpenge has the course in the
    jobcentre (LAB § 27); of the a-kasser only the member's own, `fund`, holds it (LOB § 18 b).
    """
    a_kasse = owner.startswith("akasse-")
    its_own = owner == (fund or owner)
    right = a_kasse and its_own if party is Party.A_KASSE else not a_kasse or not regime
    outcome = "ok" if (party is None or right) and (dagpenge or not a_kasse) else "not-responsible"
    return applied(outcome, owner=owner, party=party, regime=regime, day=day, fund=fund, dagpenge=dagpenge)


@rule("CC-16", LAB("§ 27", stk=2), V2("3.2"), groups=DAGPENGE, since=E24, day="day")
def not_in_the_funds_time(owner: str, party: Party | None, day: date) -> Applied:
    """While the a-kasse holds the course the jobcentre holds no interview and gives no deadline for one.

    It may take part in one of the a-kasse's when all agree, the person included; nothing is registered of that here.
    """
    intrudes = party is Party.A_KASSE and owner.startswith("jobcentre-")
    return applied("a-kasse-holds-it" if intrudes else "ok", owner=owner, party=party, day=day)


@rule("DL-15", V2("4.2"), V1("2.5.1"), BAB("§ 27", stk=2), groups=DAGPENGE, since=G16)
def whose_miss(owner: str) -> Applied:
    """A miss of an a-kasse's deadline is told to the a-kasse. AMB: nobody is deregistered by itself, since BAB § 27,
    stk. 2, names the jobcentre only."""
    return applied("to-the-a-kasse" if owner.startswith("akasse-") else "to-the-jobcentre", owner=owner)

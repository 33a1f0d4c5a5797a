"""Which benefit goes with which group, and for whom a period is counted by it. V1 notes 1-2, LAB § 9."""

from datetime import date

from contracts.types import Benefit, Group
from shared.law.citation import LAB, V1
from shared.law.periods import E21, G16
from shared.law.rule import OK, Applied, applied, rule

ADULT = 30
"""Years; »fyldt 30 år«, V1 notes 1-2."""
CASH = frozenset({Group.G2, Group.G3})
STUDY = frozenset({Group.G4O, Group.G4U, Group.G5})

BY_BENEFIT = frozenset({*CASH, *STUDY, Group.G7, Group.G8, Group.G9, Group.G10})
"""LAB § 6, nr. 2-5 and 7-10."""

EITHER = frozenset({None, Benefit.UNKNOWN, Benefit.OVERGANGSYDELSE})
"""Benefits that speak against neither; a benefit that is new to us is none we may judge."""


@rule("TG-02", V1("fn. 1"), V1("fn. 2"), groups=("G2", "G3", "G4o", "G4u", "G5"), since=E21, day="day")
def cash_or_study(
    day: date,
    group: Group,
    benefit: Benefit | None,
    age: int | None,
    qualifying_education: bool | None,
    introduction_programme: bool | None,
) -> Applied:
    """From 30 years, or with a qualifying education: kontanthjælp (G2, G3); younger and without: uddannelseshjælp (G4, G5).

    Overgangsydelse counts as the one of the two that would be paid; nobody in the introduction programme belongs here. A
    fact that is not given speaks against no group.
    """
    facts = {"day": day, "group": group, "benefit": benefit, "age": age, "qualifying_education": qualifying_education}
    cash = qualifying_education is True or (age is not None and age >= ADULT)
    study = qualifying_education is False and age is not None and age < ADULT
    if introduction_programme:
        said = "introduction-programme"
    elif (study and group in CASH) or (cash and group in STUDY):
        said = "uddannelseshjaelp" if study else "kontanthjaelp"
    elif benefit not in EITHER and benefit != (Benefit.KONTANTHJAELP if group in CASH else Benefit.UDDANNELSESHJAELP):
        said = "another-benefit"
    else:
        said = OK
    return applied(said, introduction_programme=introduction_programme, **facts)


@rule("TG-03", LAB("§ 34", stk=3), V1("Indledning"), groups=("G9",), since=E21, day="day")
def flexible_job(day: date, group: Group, benefit: Benefit | None) -> Applied:
    """G9 are those found fit for a fleksjob *who receive ledighedsydelse*; on another benefit its own group decides."""
    fits = group is not Group.G9 or benefit in (None, Benefit.UNKNOWN, Benefit.LEDIGHEDSYDELSE)
    return applied(OK if fits else "no-ledighedsydelse", day=day, group=group, benefit=benefit)


@rule(
    "CC-03",
    LAB("§ 9", stk=1, nr=2),
    V1("1.1"),
    groups=("G2", "G3", "G4o", "G4u", "G5", "G7", "G8", "G9", "G10"),
    since=G16,
)
def counted_by_benefit(group: Group | None) -> Applied:
    """Whose periods are counted as one spell on the same benefit: everybody's here but dagpenge and sygedagpenge.

    Dagpenge is counted in hours (CC-02); sygedagpenge has rules of its own.
    """
    return applied(OK if group in BY_BENEFIT else "not-by-benefit", group=group)

"""Which contact course (*kontaktforløb*) a person has on a day. LAB §§ 27, 31; V1 1.1; V2 3.2, 15."""

from datetime import date
from enum import StrEnum

from contracts.types import Group, Regime
from shared.law.periods import E24, P24

G1 = frozenset({Group.G1})
KHS = frozenset({Group.G2, Group.G3, Group.G4O, Group.G4U, Group.G5})
"""Kontanthjælp and uddannelseshjælp."""
NON1 = frozenset(Group) - {Group.G1, Group.G6}


class Kind(StrEnum):
    """The courses that there are."""

    OLD = "OLD"
    """Dagpenge until 2023, and who kept it (TR-03): cv-samtale, four individual interviews, two joint ones."""
    NEW = "NEW"
    """Dagpenge from 2024, and the trial before it: three in the a-kasse, three in the jobcentre."""
    EDUCATION = "EDUCATION"
    """Dagpenge from 2024, in target for an education order: six in the jobcentre."""
    REST = "REST"
    """Dagpenge, three months unemployed when 2024 began: the jobcentre goes on."""
    BENEFIT = "BENEFIT"
    """Every other benefit: four in the jobcentre."""
    NONE = "NONE"
    """No course here: sygedagpenge (G6), or nobody we know."""
    UNKNOWN = "UNKNOWN"
    """Dagpenge from 2024 with a placement that is not known."""


def law_of(kind: Kind, day: date) -> date:
    """The day whose law holds for a course: in the old one it is the last of 2023 at the latest (TR-03)."""
    return min(day, P24) if kind is Kind.OLD else day


def which(group: Group | None, regime: Regime | None, education: bool, on: date) -> Kind:
    """Exactly one for every group and day. Before 2024 everybody but the trial's had the old course, whatever came after."""
    if group is None or group is Group.G6:
        return Kind.NONE
    if group is not Group.G1:
        return Kind.BENEFIT
    if on < E24:
        return Kind.NEW if regime is Regime.TRIAL else Kind.OLD
    if regime is None:
        return Kind.UNKNOWN
    if regime is Regime.OLD:
        return Kind.OLD
    if regime is Regime.JOBCENTRE:
        return Kind.REST
    return Kind.EDUCATION if education else Kind.NEW

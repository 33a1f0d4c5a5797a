"""Whether a missed deadline must be assessed, and under which provision. LAS §§ 13, 69, 69 k, 75; V1 2.5."""

from contracts.types import Group
from shared.law.citation import LAS, V1, Citation
from shared.law.periods import G16
from shared.law.rule import Applied, applied, rule

PROVISIONS: dict[Group, Citation] = {
    Group.G2: LAS("§ 13", stk=2, nr=4),
    Group.G3: LAS("§ 13", stk=2, nr=5),
    Group.G4O: LAS("§ 13", stk=3, nr=2),
    Group.G4U: LAS("§ 13", stk=3, nr=3),
    Group.G5: LAS("§ 13", stk=3, nr=3),
    Group.G7: LAS("§ 69 k", stk=3, nr=5),
    Group.G8: LAS("§ 69", stk=3, nr=5),
    Group.G9: LAS("§ 75", stk=1, nr=3),
}
"""What obliges the municipality to assess."""

NO_BENEFIT = "no-benefit"
MANUAL = frozenset({Group.G10})
"""Revalidering: must self-book and has the reasonable grounds (V1 2.5), but no source quotes a provision."""

NON1 = PROVISIONS.keys() | MANUAL
"""Everybody with the duty but dagpenge recipients, of whom the unemployment fund decides alone (REG-04)."""


@rule("SAN-01", *dict.fromkeys(PROVISIONS.values()), LAS("§ 13", stk=15), V1("2.5"), groups=NON1, since=G16)
def provision_of(group: Group | None, missed: bool = True, benefit: bool = True) -> Applied:
    """The provision under which a missed deadline is assessed (*vurderingspligt*); `manual` where none is quoted.

    Overgangsydelse and selvforsørgelses- og hjemrejseydelse are assessed likewise, by way of LAS § 13, stk. 15.

    A deadline that was not missed after all obliges nobody: the case is taken back. Nor does one that ran out while the
    person neither received nor had asked for benefit, where that was told: the acts speak of who »har ansøgt om eller får«
    help (INF for a stop of less than a month, which leaves the deadline itself in play, V1 2.9.4).
    """
    if not missed:
        return applied("not-missed", group=group, missed=missed)
    if not benefit:
        return applied(NO_BENEFIT, group=group, benefit=benefit)
    if group in MANUAL:
        return applied("manual", group=group)
    provision = PROVISIONS.get(group) if group is not None else None
    return applied(str(provision) if provision else "no-case", group=group)

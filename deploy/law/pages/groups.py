"""Each target group: when rules about it began and ended, and which are in force."""

from collections.abc import Iterator
from datetime import timedelta

from contracts.types import Group
from deploy.law.pages.marks import FROM, link, table
from deploy.law.pages.source import Source
from deploy.law.registered import service_of
from shared.law.rule import Rule

HEAD = "What holds for a group on a day, with what each rule says: `selvbooking law on 2024-03-12 --group G1`.\n"


WHO = {
    Group.G1: "dagpenge",
    Group.G2: "kontanthjælp, jobparat",
    Group.G3: "kontanthjælp, aktivitetsparat",
    Group.G4O: "uddannelseshjælp, åbenlyst uddannelsesparat",
    Group.G4U: "uddannelseshjælp, uddannelsesparat, not åbenlyst",
    Group.G5: "uddannelseshjælp, aktivitetsparat",
    Group.G6: "sygedagpenge; books no interviews under VEJ 9207/2023",
    Group.G7: "ressourceforløbsydelse in a jobafklaringsforløb",
    Group.G8: "ressourceforløbsydelse in a ressourceforløb",
    Group.G9: "ledighedsydelse, found fit for a fleksjob",
    Group.G10: "revalidering",
}
"""What each lives on. G2-G5 with overgangsydelse outside the introduction programme, which counts likewise (V1 fn. 1-2)."""


def legend() -> str:
    """The groups in words. Their numbers are those of the act."""
    return table(("group (LAB § 6, BAB § 1)", "who"), WHO.items())


def page(source: Source) -> str:
    parts = ["# By target group\n", FROM, HEAD, legend()]
    for group in Group:
        own = [rule for rule in source.rules if group in rule.groups]
        rows = list(timeline(own))
        said = table(("from", "begins", "ends"), rows) if rows else "No rule here is about this group.\n"
        parts += [f"## {group}\n", said]
    return "\n".join(parts)


def timeline(rules: list[Rule]) -> Iterator[tuple[str, str, str]]:
    """Every day on which something changes: what begins on it, and what ended on the day before."""
    begins = {rule.since for rule in rules}
    ends = {rule.until + timedelta(days=1) for rule in rules if rule.until}
    for day in sorted(begins | ends):
        new = [rule for rule in rules if rule.since == day]
        old = [rule for rule in rules if rule.until and rule.until + timedelta(days=1) == day]
        yield str(day), names(new), names(old)


def names(rules: list[Rule]) -> str:
    """Each rule once, with a link to the first service that has it."""
    first = {rule.id: rule for rule in reversed(rules)}
    return ", ".join(link(id, f"{service_of(first[id])}.md", id) for id in sorted(first))

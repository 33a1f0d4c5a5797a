"""The lawyer's walk: from a paragraph to what the system does, on which date, for whom, with worked examples."""

import re
from collections.abc import Iterator, Sequence

from deploy.law.catalogue import Entry, sections
from deploy.law.coverage import state
from deploy.law.pages.marks import FROM, examples, follows, groups, in_force, link, seen_in, table
from deploy.law.pages.source import Source
from deploy.law.registered import function_of, says, words
from deploy.law.tables import Table
from shared.law.citation import ACTS, FAQ, LFT, R18, V1, V2, Act, Citation
from shared.law.rule import Rule

GUIDANCE = (V1, V2, FAQ, LFT, R18)
SHOWN = 6
"""Rows of a table that stand under a paragraph; all stand with the rule."""


def pages(source: Source) -> Iterator[tuple[str, str]]:
    """`paragraphs.md`, and a page for each act and each guidance that a rule rests on."""
    resting = cited_by(source)
    used = [act for act in ACTS.values() if any(each.act == act.short for each in resting)]
    yield "paragraphs.md", overview(used, resting)
    for act in used:
        yield name_of(act), page(source, act, resting)


def name_of(act: Act) -> str:
    return f"paragraphs-{act.short.lower()}.md"


def cited_by(source: Source) -> dict[Citation, list[str]]:
    """Place → the rules that rest on it, by what the catalogue says and what the code cites."""
    found: dict[Citation, set[str]] = {}
    for entry in source.entries.values():
        for citation in entry.basis:
            found.setdefault(citation, set()).add(entry.id)
    for rule in source.rules:
        for citation in rule.citations:
            found.setdefault(citation, set()).add(rule.id)
    order = list(source.entries)
    return {place: sorted(found[place], key=order.index) for place in sorted(found, key=natural)}


def natural(citation: Citation) -> tuple[object, ...]:
    """§ 9 before § 27 before § 27 a; a place without stk. before its stk."""
    act = list(ACTS).index(citation.act) if citation.act in ACTS else len(ACTS)
    words = re.split(r"(\d+)", citation.place.replace("§§", "§"))
    return (act, [int(w) if w.isdigit() else w for w in words], citation.stk or 0, citation.nr or 0)


def overview(acts: Sequence[Act], resting: dict[Citation, list[str]]) -> str:
    parts = ["# By paragraph\n", FROM, "Follow a paragraph to what the platform does with it.\n"]
    for act in acts:
        rows = [
            (link(str(place), name_of(act), str(place)), ", ".join(rules))
            for place, rules in resting.items()
            if place.act == act.short
        ]
        parts += [f"## {act.short}\n", f"{act.title}\n", table(("place", "rules"), rows)]
    return "\n".join(parts)


def page(source: Source, act: Act, resting: dict[Citation, list[str]]) -> str:
    parts = [f"# {act.title}\n", FROM, "All places: [by paragraph](paragraphs.md).\n"]
    for place, ids in resting.items():
        if place.act == act.short:
            parts.append(f"## {place}\n")
            for id in ids:
                parts += briefly(source, id) if act in GUIDANCE else at_length(source, id)
    return "\n".join(parts)


def briefly(source: Source, id: str) -> Iterator[str]:
    """A line for each service's part; the acts have it at length."""
    entry = source.entries[id]
    found = [(service, rule) for service, versions in source.parts(id) for rule in versions]
    for service, rule in found:
        yield f"- {link(f'{id} {entry.title}', f'{service}.md', id)} ({service}, {in_force(rule)}): {says(rule)}"
    if not found:
        yield f"- {id} {entry.title}: {why_not(entry)}"
    yield ""


def at_length(source: Source, id: str) -> Iterator[str]:
    """What the platform does, when, for whom, examples, and what follows."""
    entry = source.entries[id]
    yield f"### {id} {entry.title}\n"
    found = list(source.parts(id))
    if not found:
        yield f"{why_not(entry).capitalize()}.\n"
    for service, versions in found:
        left = source.tables_of(service, id)
        for rule in versions:
            yield doing(service, rule)
            yield from shown(service, id, [each for each in left if each.function == function_of(rule)])
        named = {function_of(rule) for rule in versions}
        yield from shown(service, id, [each for each in left if each.function not in named])
    if names := source.effects.get(id):
        yield f"What follows, as the lives show: {follows(names)}.\n"
    if stories := source.stories_of(id):
        yield f"Lives: {seen_in(stories)}.\n"


def shown(service: str, id: str, found: Sequence[Table]) -> Iterator[str]:
    """Examples, and where the others are."""
    for each in found:
        yield examples(each, SHOWN)
        if len(each.rows) > SHOWN:
            yield f"{len(each.rows) - SHOWN} more examples: {link(id, f'{service}.md', id)}.\n"


def doing(service: str, rule: Rule) -> str:
    """All that one version says, with what is inferred or ambiguous in it; in which service, when and for whom."""
    return (
        f"{words(rule)} *({link(rule.id, f'{service}.md', rule.id)} of {service}; {in_force(rule)}; {groups(rule)})*\n"
    )


def why_not(entry: Entry) -> str:
    """Why the platform does nothing here."""
    if entry.reason:
        return f"{entry.unbuilt}: {entry.reason}"
    section = next(section for section in sections() if section.letter == entry.section)
    return state(section, False, None)

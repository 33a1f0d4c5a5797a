"""The lawyer's walk: from a paragraph to what the system does, on which date, for whom, with worked examples."""

import re
from collections.abc import Iterator, Sequence

from deploy.law.pages.marks import FROM, in_force, link, table
from deploy.law.pages.place import again, at_length, parts_under, why_not
from deploy.law.pages.source import Source
from deploy.law.registered import says
from shared.law.citation import ACTS, FAQ, LFT, R18, V1, V2, Act, Citation

GUIDANCE = (V1, V2, FAQ, LFT, R18)
HEAD = """All places: [by paragraph](paragraphs.md). Groups, dates, outcomes: [how to read](README.md#how-to-read).
"""


def pages(source: Source) -> Iterator[tuple[str, str]]:
    """`paragraphs.md`, and a page for each act and each guidance that a rule rests on."""
    resting = cited_by(source)
    used = [act for act in ACTS.values() if any(each.act == act.short for each in resting)]
    yield "paragraphs.md", overview(source, used, resting)
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


def overview(source: Source, acts: Sequence[Act], resting: dict[Citation, list[str]]) -> str:
    parts = ["# By paragraph\n", FROM, "Follow a paragraph to what the platform does with it.\n"]
    for act in acts:
        rows = [
            (link(str(place), name_of(act), str(place)), "; ".join(named(source, id) for id in rules))
            for place, rules in resting.items()
            if place.act == act.short
        ]
        parts += [f"## {act.short}\n", f"{act.title}\n", table(("place", "rules"), rows)]
    return "\n".join(parts)


def named(source: Source, id: str) -> str:
    """The rule's title, and where the platform does nothing, that."""
    entry = source.entries[id]
    built = any(True for _ in source.parts(id))
    return f"{id} {entry.title}" + ("" if built else f" ({why_not(entry).partition(':')[0]})")


def page(source: Source, act: Act, resting: dict[Citation, list[str]]) -> str:
    parts = [f"# {act.title}\n", FROM, HEAD]
    told: dict[tuple[object, ...], str] = {}
    for place, ids in resting.items():
        if place.act == act.short:
            parts.append(f"## {place}\n")
            for id in ids:
                if act in GUIDANCE:
                    parts += briefly(source, id)
                    continue
                shown = (id, *(rule for _, versions in parts_under(source, id, place) for rule in versions))
                if shown in told:
                    parts += again(source, id, place, told[shown])
                else:
                    parts += at_length(source, id, place)
                    told[shown] = link(str(place), name_of(act), str(place))
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

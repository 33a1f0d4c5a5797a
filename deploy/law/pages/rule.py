"""All about one rule: its versions, its examples, what follows from it, its stories."""

import inspect
from collections.abc import Iterator, Sequence

from deploy.law.pages.marks import examples, follows, groups, in_force, seen_in, table
from deploy.law.pages.source import Source
from deploy.law.registered import function_of, says
from shared.law.citation import ACTS, Citation
from shared.law.rule import Rule


def told(source: Source, id: str) -> str:
    """The whole rule, of all services that have a part of it."""
    entry = source.entries[id]
    parts = [f"# {id} {entry.title}\n", "Basis: " + "; ".join(str(each) for each in entry.basis) + "\n"]
    for service, versions in source.parts(id):
        parts += [f"## `{service}`\n", *part(source, service, id, versions)]
    if entry.reason:
        parts.append(f"{(entry.unbuilt or '').capitalize()}: {entry.reason}\n")
    return "\n".join(parts)


def part(source: Source, service: str, id: str, versions: Sequence[Rule]) -> Iterator[str]:
    """What one service does with a rule."""
    if len(versions) > 1:
        yield side_by_side(versions)
    for rule in versions:
        yield version(rule)
    for each in source.tables_of(service, id):
        if each.function:
            yield f"`{each.function}`:\n"
        yield examples(each)
    if names := source.effects.get(id):
        yield f"What follows, as the scenarios show: {follows(names)}.\n"
    if found := source.stories_of(id):
        yield f"Scenarios: {seen_in(found)}\n"


def side_by_side(versions: Sequence[Rule]) -> str:
    """The law before and after a change."""
    rows = [
        ["in force", *(in_force(rule) for rule in versions)],
        ["says", *(says(rule) for rule in versions)],
        ["basis", *("; ".join(str(each) for each in rule.citations) for rule in versions)],
        ["groups", *(groups(rule) for rule in versions)],
    ]
    return table(["", *(str(rule.since) for rule in versions)], rows)


def version(rule: Rule) -> str:
    doc = inspect.getdoc(rule.apply) or ""
    facts = [f"- {full(citation)}" for citation in rule.citations]
    facts += [f"- Groups: {groups(rule)}", f"- In force: {in_force(rule)}"]
    facts += [f"- Judged by the law of: `{rule.day}`"] if rule.day else []
    facts.append(f"- Code: `{function_of(rule)}`")
    return "\n".join([doc, "", *facts, ""])


def full(citation: Citation) -> str:
    act = ACTS.get(citation.act)
    return f"{citation}: *{act.title}*" if act else str(citation)

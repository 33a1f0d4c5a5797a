"""One rule under a paragraph that it rests on: what the platform does, when, for whom, examples, what follows, lives."""

from collections.abc import Iterator, Sequence

from deploy.law.catalogue import Entry, sections
from deploy.law.coverage import state
from deploy.law.pages.marks import examples, follows, groups, in_force, link, seen_in
from deploy.law.pages.source import Source
from deploy.law.registered import function_of, words
from deploy.law.tables import Row, Table
from shared.law.citation import Citation
from shared.law.rule import Rule

SHOWN = 6
"""Rows of a table, and lives, that stand under a paragraph; all stand with the rule."""


def at_length(source: Source, id: str, place: Citation) -> Iterator[str]:
    """What the platform does, when, for whom, examples, and what follows."""
    entry = source.entries[id]
    yield f"### {id} {entry.title}\n"
    found = parts_under(source, id, place)
    if not found:
        yield f"{why_not(entry).capitalize()}.\n"
    for service, versions in found:
        left = source.tables_of(service, id)
        for rule in versions:
            yield doing(service, rule)
            yield from shown(service, id, place, [each for each in left if each.function == function_of(rule)])
        known = {function_of(rule) for name, every in source.parts(id) if name == service for rule in every}
        yield from shown(service, id, place, [each for each in left if each.function not in known])
    if names := source.effects.get(id):
        yield f"What follows, as the lives show: {follows(names)}.\n"
    if stories := sorted(source.stories_of(id), key=lambda story: id not in story.law):
        more = (
            f", and {len(stories) - SHOWN} more with {link(id, f'{found[0][0]}.md', id)}"
            if found and stories[SHOWN:]
            else ""
        )
        yield f"Lives: {seen_in(stories[:SHOWN])}{more}.\n"


def parts_under(source: Source, id: str, place: Citation) -> list[tuple[str, list[Rule]]]:
    """Of a rule's parts and versions those that cite the paragraph; all, where only the catalogue does."""
    every = list(source.parts(id))
    citing = [(service, [rule for rule in versions if place in rule.citations]) for service, versions in every]
    return [(service, versions) for service, versions in citing if versions] or every


def again(source: Source, id: str, place: Citation, first: str) -> Iterator[str]:
    """A rule that stands under an earlier paragraph of the act: where, and the examples that name this one."""
    yield f"### {id} {source.entries[id].title}\n"
    yield f"As under {first}.\n"
    for each in (each for service, _ in source.parts(id) for each in source.tables_of(service, id)):
        if rows := [row for row in each.rows if about(row, place)]:
            yield examples(each, rows)


def shown(service: str, id: str, place: Citation, found: Sequence[Table]) -> Iterator[str]:
    """Examples, those that name the paragraph first, and where the others are."""
    for each in found:
        yield examples(each, sorted(each.rows, key=lambda row: not about(row, place))[:SHOWN])
        if len(each.rows) > SHOWN:
            more = len(each.rows) - SHOWN
            yield f"{more} more example{'s' if more > 1 else ''}: {link(id, f'{service}.md', id)}.\n"


def about(row: Row, place: Citation) -> bool:
    return str(place) in row.values()


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

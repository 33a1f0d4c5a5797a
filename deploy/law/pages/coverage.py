"""What is in and what is not, rule by rule. Where in the code, and how many tests: `selvbooking law coverage`."""

from deploy.law.catalogue import Section, sections
from deploy.law.coverage import state
from deploy.law.pages.marks import FROM, link, table
from deploy.law.pages.source import Source

STATES = """*Implemented*: a service has a function for it. *In part*: the same, and what that leaves out. *Not operative*: there
is nothing for a system to do. *Left*: somebody else does it, or it is not done, for the reason given. *Not yet*: its section
is not part of the platform. `selvbooking law coverage` shows the same with the places in the code and the number of tests.
"""


def page(source: Source) -> str:
    parts = ["# What is in\n", FROM, STATES]
    for section in sections():
        parts += [f"## {section.letter}. {section.title}\n", one(source, section)]
    return "\n".join(parts)


def one(source: Source, section: Section) -> str:
    rows = []
    for rule in section.rules:
        services = [service for service, _ in source.parts(rule.id)]
        where = ", ".join(link(service, f"{service}.md", rule.id) for service in services)
        cases = sum(len(each.rows) for service in services for each in source.tables_of(service, rule.id))
        said = state(section, bool(services), rule.unbuilt)
        why = ": ".join(each for each in (where, rule.reason) if each)
        rows.append((rule.id, rule.title, said, why, cases, len(source.stories_of(rule.id))))
    return table(("rule", "title", "state", "where, or why not", "examples", "scenarios"), rows)

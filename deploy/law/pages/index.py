"""`README.md`: one line for each version of a rule, and where else to look."""

from deploy.law.pages.marks import FROM, groups, link, table
from deploy.law.pages.source import Source
from deploy.law.registered import says, service_of
from shared.law.citation import ACTS

OPEN_END = "–"
WAYS = """The same law from other sides: [by paragraph](paragraphs.md), [by target group](groups.md),
[as stories](stories.md), [what the sources leave open](policy.md), [what is in and what is not](coverage.md).
"""


def page(source: Source) -> str:
    many = len({rule.id for rule in source.rules})
    told = f"{many} rules. A rule with several lines has changed; a case is judged by the law of its day.\n"
    rows = [
        (
            link(rule.id, f"{service_of(rule)}.md", rule.id),
            says(rule),
            "; ".join(str(citation) for citation in rule.citations),
            groups(rule),
            str(rule.since),
            str(rule.until or OPEN_END),
        )
        for rule in source.rules
    ]
    acts = [f"- **{act.short}** {act.title}" for act in ACTS.values()]
    body = table(("rule", "says", "basis", "groups", "from", "until"), rows)
    return "\n".join(["# The law in force\n", FROM, WAYS, told, body, "## Acts and guidance\n", *acts, ""])

"""`README.md`: one line for each version of a rule, and where else to look."""

from deploy.law.pages.groups import legend
from deploy.law.pages.marks import FROM, groups, link, table
from deploy.law.pages.source import Source
from deploy.law.registered import says, service_of
from shared.law.citation import ACTS

OPEN_END = "–"
WAYS = """The same law from other sides: [by paragraph](paragraphs.md), [by target group](groups.md),
[as stories](stories.md), [what the sources leave open](policy.md), [what is in and what is not](coverage.md).
"""


HOW = """From a paragraph: find it [here](paragraphs.md), read what the platform does under it, compare the examples, and
follow a life, which tells day by day what was sent and what came of it.

- *From* is the first day on which a rule is used for anybody. The duty to book came to one group after another, and before
  its day no rule about deadlines binds the group: G1 2016-09-01, G2, G4o and G7 2020-01-01, the others 2021-01-01
  ([TG-05](deadlines.md#tg-05)). What was law before 2021 is cited in its present form. *Until* is the last day.
- *INF*: inferred, not written in a source. *AMB*: the source can be read in more ways; [the choice](policy.md) is named.
- *Outcome*: `ok` lets it happen, or finds it in order; `not-in-force` says that this version was not the law that day; a date
  is the day that the rule counts out; any other word is the rule's answer, as the example's name says in full.
- `jobcentre-46100`, `akasse-05`, `jobnet`: who speaks, with its number. Other names in `code type` are facts of the example
  (`due` the last day for booking, `visible_on` the day it is shown, `hold_by` the last day for the interview); all are in the
  [glossary](../glossary.md). Codes of refusals are in [codes](../codes.md).
- *Registration*, *deadlines*, *slots*, *sanctions*, *akasse* and *citizens* are the parts of the platform. A rule stands in
  each part that does something with it.
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
    head = [
        "# The law in force\n",
        FROM,
        WAYS,
        told,
        "## How to read\n",
        HOW,
        legend(),
        "## Acts and guidance\n",
        *acts,
        "",
    ]
    return "\n".join([*head, "## Rules\n", body])

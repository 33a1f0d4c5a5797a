"""Every scenario as a story: who does what when, and what follows on which basis."""

from deploy.law.pages.marks import FROM
from deploy.law.pages.source import Source
from deploy.law.stories import FOLDER, lines

HEAD = """Each is played on the real platform by the tests; `selvbooking play FILE` does it by hand. **Bold** is a message,
explained in [events](../events.md); behind the dash stand rules that it is based on. Times are Danish.
"""


def page(source: Source) -> str:
    parts = ["# Lives\n", FROM, HEAD]
    for story in source.stories:
        about = f"About {', '.join(story.law)}: [{story.name}](../../{FOLDER}/{story.name}.yaml)\n"
        parts += [f"## {story.title}\n", about, *(f"- {line}" for line in lines(story)), ""]
    return "\n".join(parts)

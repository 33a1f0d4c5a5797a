"""The rules of one service."""

from deploy.law.pages.marks import FROM
from deploy.law.pages.rule import part
from deploy.law.pages.source import Source


def page(source: Source, service: str) -> str:
    parts = [f"# Rules of `{service}`\n", FROM]
    for id in dict.fromkeys(rule.id for rule in source.rules):
        versions = dict(source.parts(id)).get(service)
        if versions:
            parts += [f"## {id}\n", *part(source, service, id, versions)]
    return "\n".join(parts)

"""Where the sources leave room: every named policy value, with its rule, what it is, and what else it could be."""

import ast
from collections.abc import Iterator
from pathlib import Path

import services
from deploy.law.naming import RULE
from deploy.law.pages.marks import FROM, table

HEAD = """The acts and the guidance leave some points open. Each is one named value in the `policy.py` of the service that
decides; whoever reads the law otherwise changes it there, and `selvbooking explain --all --rerun` names whom it concerns.
"""


def page() -> str:
    parts = ["# What the sources leave open\n", FROM, HEAD]
    for file in sorted(Path(services.__path__[0]).glob("*/policy.py")):
        rows = [
            (", ".join(dict.fromkeys(RULE.findall(said))), f"`{name}`", f"`{value}`", said)
            for name, value, said in values(file)
        ]
        parts += [
            f"## {file.parent.name}\n",
            table(("rules", "name", "value", "what, and what else it could be"), rows),
        ]
    return "\n".join(parts)


def values(file: Path) -> Iterator[tuple[str, str, str]]:
    """Name, value and explanation of each value: an assignment with a text after it, or one for several."""
    body = ast.parse(file.read_text("utf-8")).body
    told: list[tuple[str, str]] = []
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                told.append((name, ast.unparse(value)))
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=parts)):
                told += [(ast.unparse(n), ast.unparse(v)) for n, v in zip(names, parts, strict=True)]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                told.append((name, ast.unparse(value)))
            case ast.Expr(value=ast.Constant(value=str(said))):
                yield from ((name, value, said) for name, value in told)
                told = []

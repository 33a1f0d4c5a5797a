"""Which tests name which rule."""

import ast
import re
from collections import Counter
from pathlib import Path

RULE = re.compile(r"\b[A-Z]{2,4}-\d{2}\b")


def tests_by_rule(root: Path) -> Counter[str]:
    """Rule → how many test functions name it, themselves or in their parameters."""
    found: Counter[str] = Counter()
    for file in sorted((root / "tests").rglob("test_*.py")):
        text = file.read_text("utf-8")
        if not RULE.search(text):
            continue
        rows = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
                found.update(set(RULE.findall("\n".join(rows[first - 1 : node.end_lineno]))))
    return found

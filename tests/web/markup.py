"""What must hold for every page, whatever stands in it: well-formed, accessible, without scripts or inline styles."""

from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "link", "input", "br", "hr", "img"}
FIELDS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """Reads a page; `problems` says what is wrong with it, `text` what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._tables: list[int] = []
        if not html.startswith("<!doctype html>"):
            self.problems.append("no doctype")
        self.feed(html)
        self.close()
        if self._open:
            self.problems.append(f"not closed: {self._open}")
        self._whole()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def tags(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of every such element."""
        return [attributes for tag, attributes in self.seen if tag == name]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.seen.append((tag, told))
        if tag not in VOID:
            self._open.append(tag)
        if tag in ("script", "style") or "style" in told or any(name.startswith("on") for name in told):
            self.problems.append(f"inline style or script at {self.getpos()}")
        if tag == "table":
            self._tables.append(0)
        if tag == "th":
            self._tables[-1] += 1
            if told.get("scope") not in ("col", "row"):
                self.problems.append(f"th without scope at {self.getpos()}")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"unexpected </{tag}> at {self.getpos()}")
        if tag == "table" and not self._tables.pop():
            self.problems.append("a table without th")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def _whole(self) -> None:
        ids = [told["id"] for _, told in self.seen if "id" in told]
        labelled = [label.get("for") for label in self.tags("label")]
        for tag, told in self.seen:
            if tag in FIELDS and told.get("type") != "hidden" and told.get("id") not in labelled:
                self.problems.append(f"{tag} {told.get('name')} has no label")
        if len(set(ids)) < len(ids):
            self.problems.append("an id stands twice")
        if [html.get("lang") for html in self.tags("html")] != ["da"]:
            self.problems.append("not said to be Danish")
        if len(self.tags("h1")) != 1:
            self.problems.append("not exactly one h1")
        if not any(link.get("href") == "#indhold" for link in self.tags("a")) or "indhold" not in ids:
            self.problems.append("no way past the menu")
        if len(self.tags("table")) != len(self.tags("caption")):
            self.problems.append("a table without caption")
        levels = [int(tag[1]) for tag, _ in self.seen if tag in ("h1", "h2", "h3", "h4")]
        if any(after > before + 1 for before, after in pairwise(levels)):
            self.problems.append("a heading skips a level")

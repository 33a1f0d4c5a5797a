"""What happened when: a file to read after a storm, and what the summary counts."""

import time
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.storm.plan import Strike


class Timeline:
    """Lines with the seconds since the storm began, written as they come; used as `with`."""

    def __init__(self, file: Path) -> None:
        self.file, self.began = file, time.monotonic()
        self.strikes: list[Strike] = []

    def __enter__(self) -> Self:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._out = self.file.open("w", buffering=1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._out.close()

    def note(self, what: str) -> None:
        """One line."""
        self._out.write(f"{time.monotonic() - self.began:8.2f} s  {what}\n")

    def struck(self, strike: Strike) -> None:
        """A blow that is being dealt."""
        self.strikes.append(strike)
        lasting = f" for {strike.seconds:.1f} s" if strike.seconds else ""
        self.note(f"strike {strike.number}: {strike.kind} {strike.victim}{lasting}")

    def counts(self) -> dict[str, dict[str, int]]:
        """Blows by kind and by victim."""
        kinds = Counter(strike.kind.value for strike in self.strikes)
        victims = Counter(strike.victim for strike in self.strikes)
        return {"kinds": dict(sorted(kinds.items())), "victims": dict(sorted(victims.items()))}

"""What an audit found: the first places per check and service, and how much was looked at."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

MOST = 10
"""Findings that are told per check and service; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something is not as it must be. `what` never quotes what stands there."""

    check: str
    service: str
    place: str
    what: str


@dataclass(slots=True)
class Report:
    """`counts`: how many rows, records, subjects and so on were looked at, and how many messages wait."""

    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    _told: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        return not self.findings

    def find(self, check: str, service: str, place: str, what: str) -> None:
        """Notes a finding; beyond the first ones it is only counted."""
        self.found[check] += 1
        self._told[check, service] += 1
        if self._told[check, service] <= MOST:
            self.findings.append(Finding(check, service, place, what))

    def plain(self) -> dict[str, Any]:
        """As one JSON object."""
        return {
            "ok": self.ok,
            "findings": [asdict(finding) for finding in self.findings],
            "found": dict(self.found),
            "counts": dict(sorted(self.counts.items())),
        }

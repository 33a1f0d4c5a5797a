"""The absences to which a deadline must pay regard (*iagttage*), V1 2.15."""

from collections.abc import Iterable, Iterator
from datetime import date

from contracts.types import AbsenceKind
from services.deadlines.rules.absence import not_in_education, not_in_holiday
from services.deadlines.situation import Absence
from shared.law.rule import Applied

ENDS_INSIDE = frozenset({"in-holiday", "in-education"})


def regard(absences: Iterable[Absence], due: date) -> Iterator[Applied]:
    """HOL-02, DL-13: whether the deadline would end in one of them."""
    for each in absences:
        if each.approved and each.kind is AbsenceKind.HOLIDAY:
            yield not_in_holiday(due, each.starts, each.ends, each.notified_on)
        elif each.approved and each.kind is AbsenceKind.JOB_EDUCATION:
            yield not_in_education(due, each.starts, each.ends)

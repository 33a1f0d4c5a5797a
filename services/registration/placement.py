"""What a fund says of its member's dagpenge period: the placement (*indplacering*), and the hours in it."""

from datetime import date, datetime

from contracts.registration.dagpenge_v1 import (
    HoursReported,
    MemberPlaced,
    PlacementWithdrawn,
    RecordPlacement,
    ReportHours,
)
from contracts.registration.dagpenge_v1 import WithdrawPlacement as Withdraw
from contracts.types import HourCount
from services.registration.case import Case, placement_of
from services.registration.member import Placement, Report
from services.registration.membership import membership
from services.registration.rules.handover import may_count, own_member
from shared.law.decision import Decision, Message, refused
from shared.law.hours import begun_again
from shared.law.value import replace


def record_placement(case: Case, message: Message[RecordPlacement], today: date) -> Decision[Case]:
    """A new dagpenge period from its date, or a correction of the one that began that day."""
    command = message.body
    if command.placed_on > today:
        return refused(case, "DATE_IN_FUTURE", placed_on=command.placed_on, today=today)
    own = membership(case, message.source, command.placed_on, today)
    if not own.ok:
        return refused(case, "NOT_YOUR_MEMBER", own)
    fund = message.source.partition("-")[2]
    new = Placement(command.placed_on, fund, command.insured, command.running, command.trial)
    if new in case.placements:
        return Decision(case, applied=(own,))
    others = (each for each in case.placements if each.placed_on != new.placed_on)
    case = replace(
        case,
        placements=tuple(sorted((*others, new), key=lambda each: each.placed_on)),
        reports=tuple(replace(each, since=None) if each.since == new.placed_on else each for each in case.reports),
        unplaced=tuple(each for each in case.unplaced if each != new.placed_on),
    )
    told = MemberPlaced(
        placed_on=new.placed_on, akasse=new.akasse, insured=new.insured, running=new.running, trial=new.trial
    )
    return Decision(case, (told,), applied=(own,))


def withdraw_placement(case: Case, message: Message[Withdraw], today: date) -> Decision[Case]:
    """As if it had never been told; only the fund that told it says so. The hours stay: they may belong to another. Those that
    were counted from it are no correction of the ones before it."""
    on = message.body.placed_on
    known = next((each for each in case.placements if each.placed_on == on), None)
    if known is None:
        return Decision(case) if on in case.unplaced else refused(case, "PLACEMENT_UNKNOWN", placed_on=on)
    own = own_member(message.source, known.akasse, known.akasse)
    if not own.ok:
        return refused(case, "NOT_YOUR_MEMBER", own)
    left = tuple(each for each in case.placements if each != known)
    case = replace(
        case,
        placements=left,
        reports=counted_from(case, left, on, message.time),
        unplaced=tuple(sorted((*case.unplaced, on))),
    )
    later = (
        each
        for each in case.reports
        if each.registered_on >= on and case.said.get(each.word, message.time) > message.time
    )
    return Decision(case, (PlacementWithdrawn(placed_on=on), *map(reported, later)), applied=(own,))


def counted_from(case: Case, left: tuple[Placement, ...], on: date, taken_back: datetime) -> tuple[Report, ...]:
    """The reports, of which those are marked that were counted from the placement that is taken back, and said before that."""
    early = [each for each in case.reports if case.said.get(each.word, taken_back) <= taken_back]
    start = max((each.placed_on for each in left if each.placed_on < on), default=on)
    until = min((each.placed_on for each in left if each.placed_on > on), default=None)
    wrong = {
        count: begun_again(
            ((each.registered_on, each.hours) for each in early if each.count is count), start, on, until
        )
        for count in HourCount
    }
    return tuple(
        replace(each, since=on) if each in early and each.registered_on in wrong[each.count] else each
        for each in case.reports
    )


def report_hours(case: Case, message: Message[ReportHours], today: date) -> Decision[Case]:
    """A total as it stood on its day. Kept though no placement is known yet: it counts as soon as one is."""
    command, on = message.body, message.body.registered_on or today
    if on > today or (command.month and command.month > f"{on:%Y-%m}"):
        return refused(case, "DATE_IN_FUTURE", registered_on=on, month=command.month, today=today)
    counts = may_count(message.source, command.count)
    if not counts.ok:
        return refused(case, "NOT_YOUR_COUNT", counts)
    own = membership(case, message.source, on, today)
    if message.source.startswith("akasse-") and not own.ok:
        return refused(case, "NOT_YOUR_MEMBER", own)
    new = Report(command.count, command.hours, on, command.month)
    if new in case.reports:
        return Decision(case, applied=(counts,))
    others = (each for each in case.reports if each.key != new.key)
    reports, said = tuple(sorted((*others, new), key=lambda each: each.key)), {**case.said, new.word: message.time}
    now = replace(case, reports=reports, said=said)
    for each in case.unplaced:
        taken_back = case.said.get(placement_of(each))
        if taken_back and message.time <= taken_back:
            now = replace(now, reports=counted_from(now, now.placements, each, taken_back))
    changed = (each for each in now.reports if each not in case.reports)
    return Decision(now, tuple(map(reported, changed)), applied=(counts,))


def reported(report: Report) -> HoursReported:
    """As the others are told."""
    return HoursReported(
        count=report.count, hours=report.hours, registered_on=report.registered_on, month=report.month,
        counted_from=report.since,
    )  # fmt: skip

"""What akasse does with each message. Pure: a case and a message in, a decision out."""

from datetime import date

from contracts.akasse.v1 import AnswerNotice, NoticeAnswered, NoticeIssued, NoticeKind, NoticeRetracted
from contracts.registration.v1 import (
    CitizenRegistered,
    DeregistrationReversed,
    JobseekerDeregistered,
    JobseekerReRegistered,
)
from services.akasse.case import Answer, Case, Change, Membership, Notice, State
from services.akasse.rules.notices import fund_is_told, may_answer
from shared.law.decision import Decider, Decision, Message, derived, refused
from shared.law.rule import Applied
from shared.law.value import replace


def member_from(case: Case, message: Message[CitizenRegistered], today: date) -> Decision[Case]:
    """Another fund from a day on. What was told to the wrong fund about that time is told to the right one instead."""
    body = message.body
    others = (each for each in case.memberships if each.since != body.on)
    known = tuple(sorted((*others, Membership(body.on, body.akasse)), key=lambda each: each.since))
    return told(replace(case, memberships=known))


def deregistered(case: Case, message: Message[JobseekerDeregistered], today: date) -> Decision[Case]:
    """The fund is told that its member is out of the register (*afmelding*)."""
    body = message.body
    return told(
        with_change(
            case, Change(0, NoticeKind.DEREGISTERED, body.effective, deadline=body.deadline, reason=body.reason)
        )
    )


def re_registered(case: Case, message: Message[JobseekerReRegistered], today: date) -> Decision[Case]:
    """The fund is told that its member is in the register again (*gentilmelding*)."""
    body = message.body
    change = Change(0, NoticeKind.RE_REGISTERED, body.effective, out_since=body.deregistered_on)
    return told(with_change(case, change))


def reversed_(case: Case, message: Message[DeregistrationReversed], today: date) -> Decision[Case]:
    """It never was: what was told of it is retracted, and what was told of the way back from it."""
    body = message.body
    wrong = Change(0, NoticeKind.DEREGISTERED, body.effective, deadline=body.deadline, reason=body.reason)
    if not any(each.same(wrong) for each in case.changes):
        return Decision(with_change(case, replace(wrong, state=State.VOID_FIRST)))
    changes = tuple(
        replace(each, state=State.VOID) if each.state is State.STANDS and rests_on(case, each, wrong) else each
        for each in case.changes
    )
    return told(replace(case, changes=changes))


def rests_on(case: Case, change: Change, wrong: Change) -> bool:
    """Whether it is that deregistration, or the way back from it."""
    out = case.way_out(change) if change.out_since == wrong.event_date else change
    return out is None or out.same(wrong)


def with_change(case: Case, told: Change) -> Case:
    """Adds what registration said; one that was taken back beforehand never stands."""
    awaited = next((each for each in case.changes if each.same(told) and each.state is State.VOID_FIRST), None)
    if awaited:
        void = replace(awaited, state=State.VOID)
        return replace(case, changes=tuple(void if each == awaited else each for each in case.changes))
    return replace(case, changes=(*case.changes, replace(told, number=len(case.changes) + 1)))


def told(case: Case) -> Decision[Case]:
    """Issues and retracts until the funds know what stands: each change, by the fund of its day, once."""
    events: list[NoticeIssued | NoticeRetracted] = []
    applied: list[Applied] = []
    for change in case.changes:
        said = fund_is_told(case.fund_on(change.event_date), change.event_date)
        fund = said.inputs.get("akasse") if change.state is State.STANDS else None
        known = case.told_of(change)
        if known and known.akasse == fund:
            continue
        if known:
            void = replace(known, retracted=True)
            case = replace(case, notices=tuple(void if each == known else each for each in case.notices))
            events.append(
                NoticeRetracted(notice=known.id, kind=known.kind, akasse=known.akasse, event_date=known.event_date)
            )
        if fund:
            number = len(case.notices) + 1
            id = derived(case.citizen, "notice", number, change.kind, change.event_date, fund)
            new = Notice(number, id, change.number, change.kind, fund, change.event_date)
            case = replace(case, notices=(*case.notices, new))
            events.append(NoticeIssued(notice=id, kind=new.kind, akasse=fund, event_date=new.event_date))
        if known or fund or change == case.changes[-1]:  # also why the newest change is told to nobody
            applied.append(said)
    return Decision(case, tuple(events), applied=tuple(applied))


def answer_notice(case: Case, message: Message[AnswerNotice], today: date) -> Decision[Case]:
    """The fund's answer. A later one replaces an earlier: a fund may think again, and the jobcentre must know (NU-03).

    Which one is later, the fund's own time says.
    """
    body, notice = message.body, case.notice(message.body.notice)
    if notice is None:
        return refused(case, "NOTICE_UNKNOWN", notice=body.notice)
    allowed = may_answer(message.source, notice.akasse, today)
    if message.source != f"akasse-{notice.akasse}":
        return refused(case, "NOT_YOUR_NOTICE", allowed)
    if notice.retracted:
        return refused(case, "NOTICE_RETRACTED", allowed, notice=notice.id)
    new = Answer(message.time, body.relevant, body.sanctioned, body.explanation)
    if notice.answer and (notice.answer.at > new.at or replace(notice.answer, at=new.at) == new):
        return Decision(case, applied=(allowed,))
    answered = replace(notice, answer=new)
    event = NoticeAnswered(
        notice=notice.id, relevant=new.relevant, sanctioned=new.sanctioned, explanation=new.explanation
    )
    notices = tuple(answered if each == notice else each for each in case.notices)
    return Decision(replace(case, notices=notices), (event,), applied=(allowed,))


decide: Decider[Case] = Decider(
    {
        AnswerNotice: answer_notice,
        CitizenRegistered: member_from,
        JobseekerDeregistered: deregistered,
        JobseekerReRegistered: re_registered,
        DeregistrationReversed: reversed_,
    }
)

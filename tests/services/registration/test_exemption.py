"""Exemption from booking: granted, refused, objected to, ended. EX-01 to EX-04, EX-06, GUI-01."""

import pytest

from contracts.registration.self_booking_v1 import (
    ExemptionDecided,
    ExemptionDecisionRequired,
    ExemptionGround,
    ExemptionRefused,
    SelfBookingExempted,
    SelfBookingRestored,
)
from contracts.registration.v1 import Letter, LetterRequested
from contracts.types import Group
from services.registration.case import Case
from services.registration.right import RightKind
from services.registration.rights import holding
from tests.services.registration.free import FUND, GUIDANCE, JOBCENTRE, REASONS, Free, in_the_fund
from tests.services.registration.life import code, day, names, only, rules


def anna(group: Group = Group.G2) -> Free:
    life = Free()
    life.at("2024-01-08").registered(group)
    return life


def exempt_on(case: Case, text: str) -> bool:
    return bool(holding(case, day(text), RightKind.EXEMPTION))


@pytest.mark.parametrize("group", [each for each in Group if each is not Group.G6])
def test_who_asks_and_cannot_is_exempt_in_every_group_that_books(group: Group) -> None:
    life = anna(group)
    decision = life.at("2024-03-08").exempted()
    told = only(decision, SelfBookingExempted)
    assert (told.ground, told.by, told.on) == ("LANGUAGE", JOBCENTRE, day("2024-03-08"))
    assert rules(decision) == ["EX-06", "EX-01", "EX-03"]
    assert exempt_on(life.case, "2024-03-08") and not exempt_on(life.case, "2024-03-07")


def test_who_need_not_book_cannot_be_exempted() -> None:
    assert code(anna(Group.G6).at("2024-03-08").exempted()) == "NO_DUTY"
    assert code(Free().at("2024-03-08").exempted()) == "NOT_REGISTERED"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"requested": None}, "NOT_REQUESTED"),
        ({"requested": "2024-03-09", "on": "2024-03-08"}, "BEFORE_REQUEST"),
        ({"noted": None}, None),
        ({"noted": None, "on": "2024-03-11"}, "BEFORE_NOTE"),
        ({"noted": "2024-03-10", "on": "2024-03-08"}, "BEFORE_NOTE"),
        ({"on": "2024-03-13"}, "DATE_IN_FUTURE"),
        ({"by": FUND}, "NOT_RESPONSIBLE"),
        ({"by": "jobcentre-75100"}, "NOT_RESPONSIBLE"),
        ({"ground": ExemptionGround.INTERPRETER, "declined": True}, "DECLINED"),
        ({"ground": ExemptionGround.PREMISES, "declined": True}, "DECLINED"),
        ({"ground": ExemptionGround.INTERPRETER, "requested": None}, None),
    ],
)
def test_an_exemption_needs_its_request_its_note_and_its_authority(said: dict[str, str], refused: str | None) -> None:
    assert code(anna().at("2024-03-12").exempted(**said)) == refused  # type: ignore[arg-type]


def test_the_same_again_changes_nothing_and_an_earlier_note_does() -> None:
    life = anna()
    life.at("2024-03-08").exempted()
    assert life.at("2024-03-11").exempted().events == ()
    earlier = life.at("2024-03-12").exempted(on="2024-03-01")
    assert only(earlier, SelfBookingExempted).on == day("2024-03-01")
    life.at("2024-06-03").exemption_ends()
    assert exempt_on(life.case, "2024-03-02") and not exempt_on(life.case, "2024-06-03")


def test_an_objection_makes_a_decision_necessary_once() -> None:
    life = anna()
    given = only(life.at("2024-03-08").exempted(ExemptionGround.INTERPRETER), SelfBookingExempted)
    objected = life.at("2024-03-11").objects()
    assert objected.events == (
        ExemptionDecisionRequired(right=given.right, objected_on=day("2024-03-11"), authority=JOBCENTRE),
    )
    assert [each.outcome for each in objected.applied] == ["decision-required"]
    assert life.at("2024-03-12").objects().events == ()


def test_the_decision_upholds_the_exemption_with_reasons_and_a_way_to_complain() -> None:
    life = anna()
    given = only(life.at("2024-03-08").exempted(), SelfBookingExempted)
    life.at("2024-03-11").objects()
    decision = life.at("2024-03-14").answered(upheld=True)
    assert decision.events[0] == ExemptionDecided(
        right=given.right, upheld=True, on=day("2024-03-14"), by=JOBCENTRE, complain_by=day("2024-04-11")
    )
    letter = only(decision, LetterRequested)
    assert letter.kind is Letter.EXEMPTION_DECIDED
    assert letter.text == (
        "Du var uenig i din fritagelse. Du er fortsat fritaget for selv at booke jobsamtaler. "
        f"Afgørelsen er truffet af dit jobcenter. Begrundelse: {REASONS} "
        "Reglen står i § 45 i bekendtgørelse om en aktiv beskæftigelsesindsats. "
        f"Du bliver indkaldt til jobsamtaler og skal møde til dem. {GUIDANCE} "
        "Du kan klage til Ankestyrelsens Beskæftigelsesudvalg. Klagen skal være modtaget senest den 11. april 2024."
    )
    assert rules(decision) == ["EX-06", "EX-03", "CMP-02", "CMP-01"]
    assert exempt_on(life.case, "2024-03-15")
    assert life.answered(upheld=True).events == ()


def test_the_decision_may_end_the_exemption_and_says_so_in_one_letter() -> None:
    life = anna()
    given = only(life.at("2024-03-08").exempted(), SelfBookingExempted)
    life.at("2024-03-11").objects()
    decision = life.at("2024-03-14").answered(upheld=False)
    assert names(decision) == ["ExemptionDecided", "LetterRequested", "SelfBookingRestored"]
    assert only(decision, SelfBookingRestored) == SelfBookingRestored(
        right=given.right, on=day("2024-03-14"), because="OBJECTION"
    )
    assert not exempt_on(life.case, "2024-03-14") and exempt_on(life.case, "2024-03-13")


def test_a_decision_needs_an_objection_reasons_guidance_and_its_authority() -> None:
    life = anna()
    assert code(life.at("2024-03-08").objects()) == "NOT_EXEMPT"
    life.exempted()
    assert code(life.answered(upheld=True)) == "NO_OBJECTION"
    assert code(life.objects(on="2024-03-09")) == "DATE_IN_FUTURE"
    life.objects()
    assert code(life.answered(upheld=True, reasons=None)) == "REASONS_MISSING"
    assert code(life.answered(upheld=True, guidance=None)) == "COMPLAINT_GUIDANCE_MISSING"
    assert code(life.answered(upheld=True, guidance=" ")) == "COMPLAINT_GUIDANCE_MISSING"
    assert code(life.answered(upheld=True, by=FUND)) == "NOT_RESPONSIBLE"


def test_a_refused_request_is_a_decision_at_once() -> None:
    life = anna().at("2024-03-14")
    decision = life.refused_exemption("2024-03-08")
    assert decision.events[0] == ExemptionRefused(
        ground="IT_SKILLS",
        requested_on=day("2024-03-08"),
        on=day("2024-03-14"),
        by=JOBCENTRE,
        complain_by=day("2024-04-11"),
    )
    text = only(decision, LetterRequested).text
    assert text.startswith("Du bad den 8. marts 2024 om at blive fritaget")
    assert "meget ringe it-kundskaber" in text and REASONS in text and GUIDANCE in text
    assert life.at("2024-03-15").refused_exemption("2024-03-08").events == ()
    assert code(life.refused_exemption("2024-03-16")) == "DATE_IN_FUTURE"
    assert code(life.refused_exemption("2024-03-15", reasons=None)) == "REASONS_MISSING"
    assert code(life.refused_exemption("2024-03-15", guidance=None)) == "COMPLAINT_GUIDANCE_MISSING"
    assert code(life.refused_exemption("2024-03-15", reasons=" ")) == "REASONS_MISSING"
    assert code(life.refused_exemption("2024-03-15", by=FUND)) == "NOT_RESPONSIBLE"


def test_an_exemption_ends_forwards_and_the_citizen_is_told() -> None:
    life = anna()
    given = only(life.at("2024-03-08").exempted(), SelfBookingExempted)
    assert code(life.at("2024-06-03").exemption_ends(on="2024-06-02")) == "DATE_IN_PAST"
    assert code(life.exemption_ends(by=FUND)) == "NOT_RESPONSIBLE"
    ended = life.exemption_ends(on="2024-06-10")
    assert names(ended) == ["SelfBookingRestored", "LetterRequested"]
    assert only(ended, SelfBookingRestored) == SelfBookingRestored(
        right=given.right, on=day("2024-06-10"), because="ENDED"
    )
    assert only(ended, LetterRequested).text == (
        "Din fritagelse for selv at booke jobsamtaler gælder ikke længere fra og med den 10. juni 2024. "
        "Du skal selv booke dine jobsamtaler."
    )
    assert life.exemption_ends(on="2024-06-10").events == ()
    assert only(life.exemption_ends(on="2024-06-05"), SelfBookingRestored).on == day("2024-06-05")
    assert code(life.at("2024-06-20").exemption_ends()) == "NOT_EXEMPT"


def test_a_note_of_last_month_that_is_reported_today_counts_from_the_note() -> None:
    life = anna()
    told = life.at("2024-04-02").exempted(on="2024-02-29")
    assert only(told, SelfBookingExempted).on == day("2024-02-29")


@pytest.mark.parametrize(("on", "refused"), [("2023-12-31", "NOT_RESPONSIBLE"), ("2024-01-08", None)])
def test_a_fund_exempts_its_member_from_2024_while_it_is_responsible(on: str, refused: str | None) -> None:
    life = Free()
    life.at("2023-12-01").registered(on="2023-12-01")
    life.at("2024-01-08").placed("2024-01-08")
    assert code(life.exempted(by=FUND, on=on)) == refused


def test_a_funds_exemption_ends_at_the_handover_when_that_day_has_come() -> None:
    life = in_the_fund(None)
    given = only(life.at("2024-02-05").exempted(by=FUND), SelfBookingExempted)
    life.at("2024-06-10").hours(420.0)
    count = len(life.decisions)
    assert life.until("2024-06-30").since(count) == []
    restored, letter = life.until("2024-07-01").since(count)
    assert restored == SelfBookingRestored(right=given.right, on=day("2024-07-01"), because="HANDOVER")
    assert "Du kan bede om at blive fritaget igen." in letter.text
    assert code(life.at("2024-07-05").exempted(by=FUND)) == "NOT_RESPONSIBLE"
    assert names(life.exempted()) == ["SelfBookingExempted"]


def test_the_jobcentres_own_exemption_is_not_touched_by_a_handover_that_lies_before() -> None:
    life = in_the_fund()
    life.at("2024-07-05").exempted()
    life.until("2025-01-01")
    assert exempt_on(life.case, "2025-01-01")


def test_who_is_exempted_again_before_the_day_on_which_it_was_to_end_stays_so() -> None:
    life = anna()
    life.at("2024-03-08").exempted()
    life.at("2024-03-15").exemption_ends(on="2024-04-01")
    assert life.at("2024-03-09").exempted().events == (), "sent before the end was said, and known late"
    assert life.at("2024-03-18").exempted(on="2024-03-08").events == (), "the same once more"
    assert names(life.at("2024-03-20").exempted()) == ["SelfBookingExempted"]
    assert exempt_on(life.case, "2024-04-01")

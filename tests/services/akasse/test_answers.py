"""What the fund answers. NU-03."""

from datetime import date

import pytest

from contracts.akasse.v1 import NoticeAnswered
from services.akasse.rules.notices import may_answer
from shared.law.decision import derived
from tests.services.akasse.life import Life, code
from tests.support.dates import dated


def noticed() -> tuple[Life, str]:
    life = Life()
    life.member("05")
    (issued,) = life.out("2024-03-13").events
    return life, issued.notice


def test_the_fund_that_was_told_closes_the_notice() -> None:
    life, notice = noticed()
    decision = life.at("2024-03-20 09:00").answers(notice, sanctioned=True, explanation="2 dage")
    assert decision.events == (NoticeAnswered(notice=notice, relevant=True, sanctioned=True, explanation="2 dage"),)
    assert [each.rule for each in decision.applied] == ["NU-03"]


@pytest.mark.parametrize("by", ["akasse-12", "jobcentre-46100", "jobnet"])
def test_nobody_else_does(by: str) -> None:
    life, notice = noticed()
    refused = life.answers(notice, by=by)
    assert code(refused) == "NOT_YOUR_NOTICE" and refused.refusal and refused.refusal.rule == "NU-03"
    assert refused.events == () and life.case.notices[0].answer is None


def test_a_notice_nobody_knows_is_not_answered() -> None:
    life, _ = noticed()
    assert code(life.answers(derived("another"))) == "NOTICE_UNKNOWN"


def test_a_retracted_notice_is_not_answered() -> None:
    life, notice = noticed()
    life.never_out("2024-03-13")
    assert code(life.answers(notice)) == "NOTICE_RETRACTED"


def test_another_fund_is_not_told_that_a_notice_was_retracted() -> None:
    life, notice = noticed()
    life.never_out("2024-03-13")
    assert code(life.answers(notice, by="akasse-12")) == "NOT_YOUR_NOTICE"


def test_the_fund_may_think_again_and_the_later_answer_stands() -> None:
    life, notice = noticed()
    life.at("2024-03-20 09:00").answers(notice, sanctioned=True)
    assert len(life.at("2024-03-21 09:00").answers(notice, sanctioned=False).events) == 1
    answer = life.case.notices[0].answer
    assert answer and not answer.sanctioned


def test_the_same_answer_again_says_nothing_new() -> None:
    life, notice = noticed()
    life.at("2024-03-20 09:00").answers(notice)
    assert life.at("2024-03-21 09:00").answers(notice).events == ()


def test_an_older_answer_that_comes_late_changes_nothing() -> None:
    life, notice = noticed()
    life.at("2024-03-31 03:10").answers(notice, sanctioned=True)
    assert life.at("2024-03-31 01:50").answers(notice, sanctioned=False).events == ()
    answer = life.case.notices[0].answer
    assert answer and answer.sanctioned


def test_before_the_model_of_nu_03_only_the_own_fund_is_heard_too_and_the_rule_is_no_basis() -> None:
    with dated(may_answer, since=date(2024, 6, 1)):
        life, notice = noticed()
        assert code(life.answers(notice, by="akasse-12")) == "NOT_YOUR_NOTICE"
        decision = life.answers(notice)
        assert [len(decision.events), decision.refusal, decision.applied] == [1, None, ()]

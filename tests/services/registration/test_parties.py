"""Who may register, move and deregister whom. REG-05, REG-03, REG-10."""

import pytest

from contracts.registration.v1 import (
    AbsenceRecorded,
    CitizenRegistered,
    JobseekerDeregistered,
    LetterRequested,
    Reason,
    RegisterCitizen,
    ReRegister,
    Speaker,
)
from contracts.types import AbsenceKind, Group
from tests.services.registration.life import FUND, JOBCENTRE, JOBNET, Life, code, day, names, only, rules

G1 = RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05")
FIRM = RegisterCitizen(
    group=Group.G1, jobcentre="75100", akasse="05", party=Speaker.EMPLOYER, until=day("2024-02-29")
)  # fmt: skip


def anna() -> Life:
    life = Life().at("2024-01-08")
    life.registered()
    return life


@pytest.mark.parametrize("by", [JOBNET, JOBCENTRE, "jobcentre-70700", FUND])
def test_everybody_who_may_registers_for_the_municipality_of_residence(by: str) -> None:
    said = Life().give(by, G1)
    assert only(said, CitizenRegistered).jobcentre == "46100" and rules(said) == ["TG-04", "REG-05"]


@pytest.mark.parametrize(
    ("by", "body", "refused"),
    [
        ("akasse-12", G1, "NOT_YOUR_MEMBER"),
        (FUND, RegisterCitizen(group=Group.G2, jobcentre="46100"), "NOT_YOUR_MEMBER"),
        (JOBNET, RegisterCitizen(group=Group.G3, jobcentre="46100"), "NOT_A_JOBSEEKER"),
        (JOBNET, RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05", on=day("2024-01-07")), "DATE_IN_PAST"),
        (JOBNET, RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05", by_phone=True), "NOT_BY_PHONE"),
        (FUND, RegisterCitizen(group=Group.G1, jobcentre="46100", akasse="05", by_phone=True), "NOT_BY_PHONE"),
        (
            JOBCENTRE,
            RegisterCitizen(group=Group.G2, jobcentre="46100", by_phone=True, first_day=day("2024-01-05")),
            "NOT_BY_PHONE",
        ),
        (JOBCENTRE, RegisterCitizen(group=Group.G2, jobcentre="46100", party=Speaker.EMPLOYER), "NOT_IN_WORK_SHARING"),
        (JOBNET, RegisterCitizen(group=Group.G2, jobcentre="46100", party=Speaker.EMPLOYER), "NOT_IN_WORK_SHARING"),
    ],
)
def test_who_may_not_is_refused_by_rule(by: str, body: RegisterCitizen, refused: str) -> None:
    life = Life().at("2024-01-08")
    assert code(life.give(by, body)) == refused and life.case.standings == ()


def test_by_phone_on_the_first_day_of_unemployment() -> None:
    first = RegisterCitizen(
        group=Group.G1, jobcentre="46100", akasse="05", by_phone=True, first_day=day("2024-01-08")
    )  # fmt: skip
    assert names(Life().at("2024-01-08").give(JOBCENTRE, first)) == ["CitizenRegistered"]


def test_what_is_known_the_citizen_may_repeat_and_not_change() -> None:
    life = anna().at("2024-02-01")
    assert code(life.give(JOBNET, RegisterCitizen(group=Group.G2, jobcentre="46100"))) == "ALREADY_REGISTERED"
    assert (
        code(life.give(FUND, RegisterCitizen(group=Group.G1, jobcentre="70700", akasse="05"))) == "ALREADY_REGISTERED"
    )


def test_an_employer_registers_re_registers_and_deregisters_in_work_sharing_only() -> None:
    life = Life().at("2024-01-08")
    told = life.give(JOBNET, FIRM)
    assert only(told, CitizenRegistered).jobcentre == "75100"
    sharing = only(told, AbsenceRecorded)
    assert (sharing.kind, sharing.starts, sharing.ends) == (
        AbsenceKind.WORK_SHARING, day("2024-01-08"), day("2024-02-29"),
    )  # fmt: skip
    life.at("2024-01-15").leaves()
    assert names(life.at("2024-01-22").give(JOBNET, ReRegister(party=Speaker.EMPLOYER))) == ["JobseekerReRegistered"]
    over = life.at("2024-02-20").leaves(reason=Reason.WORK_SHARING_ENDED, employer=True)
    assert only(over, JobseekerDeregistered).reason is Reason.WORK_SHARING_ENDED
    assert only(over, AbsenceRecorded).ends == day("2024-02-19")
    assert code(life.at("2024-02-21").give(JOBNET, ReRegister(party=Speaker.EMPLOYER))) == "NOT_IN_WORK_SHARING"


def test_an_employer_says_nothing_of_others() -> None:
    life = anna().at("2024-02-01")
    assert code(life.leaves(reason=Reason.WORK_SHARING_ENDED, employer=True)) == "NOT_IN_WORK_SHARING"
    assert code(life.away(AbsenceKind.WORK_SHARING, "2024-02-05", party=Speaker.EMPLOYER)) == "NOT_IN_WORK_SHARING"
    life.away(AbsenceKind.WORK_SHARING, "2024-02-01", by=JOBCENTRE)
    assert code(life.leaves(reason=Reason.WORK, employer=True)) == "NOT_YOURS_TO_TELL"
    assert code(life.leaves(by=FUND, reason=Reason.WORK_SHARING_ENDED, employer=True)) == "NOT_IN_WORK_SHARING"
    assert names(life.away(AbsenceKind.WORK_SHARING, "2024-02-01", "2024-03-01", party=Speaker.EMPLOYER)) == [
        "AbsenceRecorded"
    ]


@pytest.mark.parametrize("by", [JOBNET, JOBCENTRE, FUND])
@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.OWN_REQUEST, "du selv har bedt om"),
        (Reason.WORK, "begyndt i arbejde"),
        (Reason.EDUCATION, "begyndt på en uddannelse"),
        (Reason.MATERNITY, "barsel"),
        (Reason.PENSION, "pension"),
        (Reason.ABROAD, "udlandet"),
    ],
)
def test_the_letter_names_the_reason(by: str, reason: Reason, words: str) -> None:
    said = anna().at("2024-02-10").leaves(by, reason=reason)
    letter = only(said, LetterRequested)
    assert words in letter.text and next(each for each in said.applied if each.rule == "REG-03").ok


def test_of_a_case_of_section_28_no_letter_is_sent() -> None:
    life = anna().at("2024-02-10")
    assert code(life.leaves(reason=Reason.BAB_28)) == "NOT_YOURS_TO_TELL"
    assert names(life.leaves(JOBCENTRE, reason=Reason.BAB_28)) == ["JobseekerDeregistered"]


@pytest.mark.parametrize("reason", [Reason.MISSED_BOOKING, Reason.UNKNOWN])
def test_what_follows_by_itself_nobody_asks_for(reason: Reason) -> None:
    assert code(anna().at("2024-02-10").leaves(JOBCENTRE, reason=reason)) == "NOT_YOURS_TO_TELL"


def test_a_citizen_who_moves_keeps_all_but_the_jobcentre() -> None:
    life = anna().at("2024-05-01")
    moved = only(life.moves("70700"), CitizenRegistered)
    assert (moved.jobcentre, moved.akasse, moved.group, moved.on) == ("70700", "05", Group.G1, day("2024-05-01"))
    assert life.moves("70700").events == ()
    assert names(life.at("2024-05-02").moves("75100", by=JOBNET)) == ["CitizenRegistered"]


def test_moving_is_refused_for_days_that_cannot_be() -> None:
    life = anna().at("2024-05-01")
    assert code(life.moves("70700", on="2024-05-02")) == "DATE_IN_FUTURE"
    assert code(life.moves("70700", by=JOBNET, on="2024-04-30")) == "DATE_IN_PAST"
    assert code(life.moves("70700", on="2024-01-01")) == "NOT_REGISTERED"
    life.registered(Group.G2)
    assert code(life.moves("70700", on="2024-04-20")) == "LATER_CHANGE"


def test_who_moves_while_out_of_the_register_stays_out() -> None:
    life = anna()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    assert only(life.at("2024-03-14").moves("70700"), CitizenRegistered).job_seeker is False
    assert names(life.at("2024-03-15").returns("jobcentre-70700")) == ["JobseekerReRegistered"]

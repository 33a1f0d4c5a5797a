"""The course of dagpenge recipients until 2023, and of those who kept it (TR-03). LAB §§ 25, 31, as they were; V1 1.1.1.3."""

from datetime import date, timedelta

from services.deadlines.rules.course_which import G1
from shared.law.calendar import add_months
from shared.law.citation import LAB, V1, V2
from shared.law.periods import G16, P24
from shared.law.rule import Applied, applied, rule

FOUR = 4
CV_WITHIN = timedelta(days=14)


@rule("CC-01", LAB("§ 31", stk=1), V1("1.1"), groups=G1, since=G16, until=P24, day="law_of")
def four_with_the_jobcentre(held: int, six_months: bool, law_of: date) -> Applied:
    """At least four individual interviews with the jobcentre in the first 6 months. TR-03 persons keep this after 2023.

    `law_of`: the day whose law holds; that of a TR-03 person is the last of 2023 at the latest.
    """
    return applied("met" if held >= FOUR else "not-held" if six_months else "due", held=held, six_months=six_months)


def next_of_the_six(individual: int, joint_1: bool, joint_2: bool, three_months: bool) -> str:
    """Which of the six of CC-01 and CC-06 is next: the jobcentre picks; we suggest the third and the sixth as joint (INF).

    FAQ 23-08-2016 speaks of the second joint one as »den 5. eller 6. samtale«. A first one that was not held before 3 months
    have passed cannot be made up for.
    """
    if individual < 2:
        return "individual"
    if not joint_1 and not three_months:
        return "joint-1"
    if individual < FOUR:
        return "individual"
    return "met" if joint_2 else "joint-2"


@rule("CC-07", LAB("§ 25"), V1("1.1.1.3"), V2("13.1"), groups=G1, since=G16, until=P24, day="registered_on")
def cv_talk(registered_on: date, last_out: date | None, held_on: date | None, day: date) -> Applied:
    """*Cv-samtale* in the a-kasse within two weeks of the registration, before the course begins and no part of it.

    Not when less than three months have passed since the last deregistration. Who registers after its last day owes none.
    """
    by = registered_on + CV_WITHIN
    if last_out is not None and registered_on < add_months(last_out, 3):
        outcome = "none"
    elif held_on is not None and held_on <= min(by, day):
        outcome = "met"
    else:
        outcome = "due" if day <= by else "not-held"
    return applied(outcome, registered_on=registered_on, last_out=last_out, held_on=held_on, day=day, by=by)

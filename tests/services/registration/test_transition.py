"""Who was placed before 2024. V2 15, TR-01 to TR-06."""

from contracts.types import HourCount, Party, Regime
from tests.services.registration.life import JOBCENTRE, Life
from tests.services.registration.test_responsible import rows, told


def of_2023(placed_on: str = "2023-11-15", since: str | None = None, trial: bool = False) -> Life:
    life = Life().at(f"{since or placed_on} 09:00")
    life.registered()
    life.placed(placed_on, trial=trial)
    return life


def test_registered_at_the_turn_of_the_year_keeps_the_old_course() -> None:
    assert rows(of_2023()) == [("2023-11-15", Party.JOBCENTRE, Regime.OLD)]


def test_begun_in_the_trial_goes_on_in_the_fund() -> None:
    life = of_2023("2023-11-01", trial=True)
    life.at("2024-02-12").hours(430)
    assert rows(life) == [
        ("2023-11-01", Party.A_KASSE, Regime.TRIAL),
        ("2024-03-01", Party.JOBCENTRE, Regime.TRIAL),
    ]


def test_out_and_back_after_new_year_has_the_rest_in_the_fund() -> None:
    life = of_2023()
    life.at("2024-01-05").hours(200)
    life.at("2024-02-10").leaves()
    assert rows(life) == [("2023-11-15", Party.JOBCENTRE, Regime.OLD)]
    life.at("2024-04-02").returns(by=JOBCENTRE)
    assert rows(life)[1] == ("2024-04-02", Party.A_KASSE, Regime.NEW_REMAINING)
    life.at("2024-06-10").hours(415)
    assert rows(life)[2] == ("2024-07-01", Party.JOBCENTRE, Regime.NEW_REMAINING)


def test_out_and_back_on_the_same_day_is_the_same_spell() -> None:
    life = of_2023()
    life.at("2024-02-10").leaves()
    life.returns(by=JOBCENTRE)
    assert rows(life) == [("2023-11-15", Party.JOBCENTRE, Regime.OLD)]


def test_a_return_that_turns_out_never_to_have_been_needed_is_the_old_course_again() -> None:
    life = of_2023()
    life.at("2024-03-13 00:10").overdue("2024-03-12")
    life.at("2024-03-15").returns(by=JOBCENTRE)
    assert rows(life)[-1] == ("2024-03-15", Party.A_KASSE, Regime.NEW_REMAINING)
    life.at("2024-03-16").met_after_all("2024-03-12")
    assert rows(life) == [("2023-11-15", Party.JOBCENTRE, Regime.OLD)]


def test_nothing_remains_for_the_fund_of_who_has_used_it_up_before_the_return() -> None:
    life = of_2023()
    life.at("2024-01-31").hours(420)
    life.at("2024-02-10").leaves()
    life.at("2024-04-02").returns(by=JOBCENTRE)
    assert rows(life)[1] == ("2024-04-02", Party.JOBCENTRE, Regime.NEW_REMAINING)
    assert told(life).handover is None


def test_not_registered_at_the_turn_of_the_year_has_the_rest_in_the_fund() -> None:
    life = of_2023("2023-11-15", since="2024-01-15")
    assert rows(life) == [("2024-01-15", Party.A_KASSE, Regime.NEW_REMAINING)]


def test_three_months_before_2024_stay_with_the_jobcentre_whatever_follows() -> None:
    life = of_2023("2023-05-01")
    life.at("2024-01-03").hours(500, month="2023-12", count=HourCount.COURSE)
    life.at("2024-02-10").leaves()
    life.at("2024-04-02").returns(by=JOBCENTRE)
    assert rows(life) == [
        ("2023-05-01", Party.JOBCENTRE, Regime.OLD),
        ("2024-01-01", Party.JOBCENTRE, Regime.JOBCENTRE),
    ]


def test_hours_of_the_new_year_are_not_counted_at_entry() -> None:
    life = of_2023("2023-11-01", since="2024-01-15")
    life.at("2024-02-05").hours(490, month="2024-01", count=HourCount.COURSE)
    assert rows(life)[0][2] is Regime.NEW_REMAINING


def test_the_hours_that_the_fund_registered_stand_in_where_no_others_are_known() -> None:
    life = of_2023("2023-05-01")
    life.at("2024-01-01").hours(480.99)
    assert rows(life)[1][2] is Regime.JOBCENTRE

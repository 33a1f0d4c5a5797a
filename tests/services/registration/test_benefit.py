"""When a municipal benefit starts and stops. CC-03, CC-04."""

from contracts.registration.dagpenge_v1 import BenefitStarted, BenefitStopped
from contracts.types import Benefit, Group
from tests.services.registration.life import Life, code, day, names, rules


def on_kontanthjaelp() -> Life:
    life = Life().at("2024-01-08")
    life.registered(Group.G3)
    return life


def test_a_month_without_benefit_is_told_as_a_stop_and_a_start() -> None:
    life = on_kontanthjaelp()
    stopped = life.at("2024-04-01").unsupported()
    started = life.at("2024-05-03").supported(inquiry_on="2024-05-02", benefit=Benefit.KONTANTHJAELP)
    assert stopped.events == (BenefitStopped(on=day("2024-04-01")),)
    assert started.events == (
        BenefitStarted(on=day("2024-05-03"), inquiry_on=day("2024-05-02"), benefit=Benefit.KONTANTHJAELP),
    )
    assert rules(started) == ["CC-03"]


def test_the_first_inquiry_is_the_start_where_none_is_said() -> None:
    (told,) = on_kontanthjaelp().at("2024-05-03").supported().events
    assert told == BenefitStarted(on=day("2024-05-03"), inquiry_on=day("2024-05-03"))


def test_the_same_again_changes_nothing_and_what_is_said_last_of_a_date_counts() -> None:
    life = on_kontanthjaelp()
    life.at("2024-05-03").supported()
    assert life.supported().events == () and len(life.case.supports) == 1
    assert names(life.at("2024-05-04").unsupported(on="2024-05-03")) == ["BenefitStopped"]
    assert len(life.case.supports) == 1


def test_a_start_is_kept_though_a_benefit_runs_for_a_stop_may_become_known_late() -> None:
    life = on_kontanthjaelp()
    life.at("2024-01-08").supported()
    life.at("2024-05-03").supported()
    life.at("2024-05-10").unsupported(on="2024-04-01")
    assert [(str(each.on), each.paid) for each in life.case.supports] == [
        ("2024-01-08", True),
        ("2024-04-01", False),
        ("2024-05-03", True),
    ]


def test_dagpenge_and_sygedagpenge_are_not_counted_so() -> None:
    for group in (Group.G1, Group.G6):
        life = Life().at("2024-01-08")
        life.registered(group)
        assert code(life.supported()) == code(life.unsupported()) == "NOT_COUNTED_BY_BENEFIT"


def test_nobody_knows_it_in_advance_and_of_strangers_nothing_is_taken() -> None:
    life = on_kontanthjaelp()
    assert code(life.supported(on="2024-01-09")) == "DATE_IN_FUTURE"
    assert code(life.supported(on="2024-01-08", inquiry_on="2024-01-09")) == "DATE_IN_FUTURE"
    assert code(life.unsupported(on="2024-01-09")) == "DATE_IN_FUTURE"
    assert code(Life().at("2024-01-08").supported()) == "NOT_REGISTERED"

"""What looks like a CPR number, and what does not."""

import pytest

from services.gateway import cpr
from services.simulator.cpr import unborn

NUMBER = unborn(5)


@pytest.mark.parametrize("text", [NUMBER, "2902995678", "3112500001", "0101000000"])
def test_ten_digits_that_begin_with_a_day_of_the_year_are_a_number_whatever_the_check_digit(text: str) -> None:
    assert cpr.is_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000000000",
        "3102991234",
        "3204991234",
        "3104991234",
        "0113991234",
        "290299-1234",
        "29029912345",
        2902991234,
        None,
    ],
)
def test_anything_else_is_none(text: object) -> None:
    assert not cpr.is_number(text)


@pytest.mark.parametrize(
    "text",
    [NUMBER, f"{NUMBER[:6]}-{NUMBER[6:]}", f"{NUMBER[:6]} {NUMBER[6:]}", f"ring til {NUMBER}.", f"cpr{NUMBER}x",
     f"{NUMBER[:6]}–{NUMBER[6:]}", "6112991234", "٢٩٠٢٩٩١٢٣٤"],
)  # fmt: skip
def test_a_number_is_seen_in_a_text_however_it_is_written(text: str) -> None:
    assert cpr.looks_like_one(text)


@pytest.mark.parametrize(
    "text",
    ["", "2024-03-04T10:00:00.000000+01:00", "12345678", "0b9c2f6e-6a4f-4c1b-9d3e-290299123456", "4502991234",
     "0013991234", "29029912345678", "mødet er 12.03.24 kl. 1030", "t-1001"],
)  # fmt: skip
def test_dates_phone_numbers_and_uuids_are_left_alone(text: str) -> None:
    assert not cpr.looks_like_one(text)


def test_the_number_itself_is_found_between_other_digits_too() -> None:
    assert cpr.holds(f"x{NUMBER[:2]}.{NUMBER[2:4]}.{NUMBER[4:6]} - {NUMBER[6:]}9", NUMBER)
    assert not cpr.holds("x9", NUMBER)


@pytest.mark.parametrize("text", [f"k7{NUMBER}", f"k7{NUMBER[:6]}-{NUMBER[6:]}7", f"77{NUMBER}", NUMBER])
def test_what_is_repeated_to_somebody_is_looked_at_without_mercy(text: str) -> None:
    assert cpr.may_hold_one(text)
    assert not cpr.may_hold_one("2024-03-04-000017") and not cpr.may_hold_one("0b9c2f6e-6a4f-4c1b-9d3e-290299123456")


def test_every_text_within_a_json_value_is_looked_at() -> None:
    assert set(cpr.texts({"a": ["b", {"c": 1, "d": None}], "e": 2.5})) == {"a", "b", "c", "1", "d", "e", "2.5"}

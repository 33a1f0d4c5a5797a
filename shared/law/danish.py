"""Dates as people in Denmark write them."""

from datetime import date

MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip


def danish(day: date) -> str:
    """13. marts 2024"""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"

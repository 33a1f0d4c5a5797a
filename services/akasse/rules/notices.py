"""Who is told of a registration that ends or begins again, and who may answer. V1 2.5.1, V2 14.2."""

from datetime import date

from shared.law.citation import BAB, RB, V1, V2
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule


@rule("REG-04", BAB("§ 27", stk=2), RB("§ 7"), V1("2.5.1"), V1("2.14"), groups=("G1",), since=G16, day="event_date")
def fund_is_told(akasse: str | None, event_date: date) -> Applied:
    """The member's fund on that date is told the fact, and alone decides about dagpenge; nobody else's fund is told."""
    return applied(OK if akasse else "no-member", akasse=akasse, event_date=event_date)


@rule("NU-03", V2("14.2"), groups=("G1",), since=date(2023, 12, 4), day="answered_on")
def may_answer(sender: str, akasse: str, answered_on: date) -> Applied:
    """The fund that was told closes the notice: relevant or not, sanction or not, and a text if it likes.

    Before this model of notices too no other fund is heard (`decide.py`), without a rule that says so.
    """
    return applied(OK if sender == f"akasse-{akasse}" else "another-fund", sender=sender, akasse=akasse)

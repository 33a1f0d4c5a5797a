"""Who may register whom, and where (*tilmelding*). BAB §§ 18, 19."""

from datetime import date

from services.registration import policy
from shared.law.citation import BAB, V1
from shared.law.periods import G16
from shared.law.rule import OK, Applied, applied, rule


@rule(
    "REG-05", BAB("§ 18", stk=1), BAB("§ 18", stk=2), BAB("§ 18", stk=3), BAB("§ 18", stk=4), BAB("§ 18", stk=5),
    BAB("§ 19"), V1("2.8"), groups=("G1", "G2", "G4o"), since=G16, day="day",
)  # fmt: skip
def may_register(
    sender: str,
    akasse: str | None,
    day: date,
    today: date,
    employer: bool = False,
    work_sharing: bool = False,
    by_phone: bool = False,
    first_day: date | None = None,
) -> Applied:
    """On Jobnet, in person at any jobcentre, or at one's own a-kasse. Only an authority may say that it was on an earlier day.

    The jobcentre that registers need not be the one of the municipality of residence (*opholdskommune*), which gets the
    citizen. By phone only with a jobcentre's permission, on the first day of unemployment; that the jobcentre sends it is
    its permission. An employer registers those in work-sharing (*arbejdsfordeling*), and nobody else. Whether an a-kasse
    offers to register in person (BAB § 19) is its own affair: that it sends it is its offer.
    """
    kind, _, code = sender.partition("-")
    facts = {"sender": sender, "akasse": akasse, "day": day, "today": today}
    if employer and not (kind == "jobnet" and work_sharing):
        return applied("not-in-work-sharing", **facts, employer=employer)
    if kind == "akasse" and code != akasse:
        return applied("not-its-member", **facts)
    if by_phone and (kind != "jobcentre" or day != (first_day or day)):
        return applied("not-by-phone", **facts, first_day=first_day)
    return applied("backdated" if day < today and kind not in policy.BACKDATED_BY else OK, **facts)

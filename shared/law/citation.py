"""A citation is a value: act, paragraph, stk., nr. It stands beside what it justifies and travels with it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an act or in official guidance. `str()` gives the Danish form: `BAB § 44, stk. 1, nr. 2`."""

    act: str
    place: str
    stk: int | None = None
    nr: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.act} {self.place}"]
        if self.stk is not None:
            parts.append(f"stk. {self.stk}")
        if self.nr is not None:
            parts.append(f"nr. {self.nr}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Act:
    """An act or guidance; calling it cites a place in it."""

    short: str
    title: str

    def __call__(self, place: str, stk: int | None = None, nr: int | None = None) -> Citation:
        return Citation(self.short, place, stk, nr)


LAB = Act("LAB", "Lov om en aktiv beskæftigelsesindsats")
BAB = Act("BAB", "Bekendtgørelse om en aktiv beskæftigelsesindsats")
LAS = Act("LAS", "Lov om aktiv socialpolitik")
LOB = Act("LOB", "Lov om organisering og understøttelse af beskæftigelsesindsatsen")
ALF = Act("ALF", "Lov om arbejdsløshedsforsikring m.v.")
RB = Act("RB", "Bekendtgørelse om rådighed")
VB = Act("VB", "Bekendtgørelse om en a-kasses pligt til at vejlede")
RSL = Act("RSL", "Lov om retssikkerhed og administration på det sociale område")
V1 = Act("V1", "VEJ nr. 9207 af 21/03/2023 om selvbooking")
V2 = Act("V2", "VEJ nr. 10044 af 14/12/2023 om et forenklet kontaktforløb")
FAQ = Act("FAQ", "STAR, Selvbook FAQ")
L727 = Act("L727", "Lov nr. 727 af 13/06/2023 (et forenklet kontaktforløb)")
DATABEK = Act("DATABEK", "Bekendtgørelse om det fælles it-baserede datagrundlag (databekendtgørelsen)")
LFT = Act("LFT", "Borgerinformation om kontaktforløbet, 2024")
R18 = Act("R18", "STAR, faktaark om den forenklede beskæftigelsesindsats, august 2018")

ACTS = {act.short: act for act in (LAB, BAB, LAS, LOB, ALF, RB, VB, RSL, L727, DATABEK, V1, V2, FAQ, LFT, R18)}

FORM = re.compile(r"(?P<act>\w+) (?P<place>.+?)(?:, stk\. (?P<stk>\d+))?(?:, nr\. (?P<nr>\d+))?")


def cited(text: str) -> Citation:
    """The citation that is written so: the other way round of `str`. ValueError for an act that nobody knows."""
    found = FORM.fullmatch(text)
    if found is None or found["act"] not in ACTS:
        raise ValueError(f"no citation: {text!r}")
    stk, nr = (int(found[part]) if found[part] else None for part in ("stk", "nr"))
    return ACTS[found["act"]](found["place"], stk, nr)

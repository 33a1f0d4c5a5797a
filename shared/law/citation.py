"""A citation is a value: act, paragraph, stk., nr. It stands beside what it justifies and travels with it."""

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

ACTS = {act.short: act for act in (LAB, BAB, LAS, LOB, ALF, RB, VB, RSL, V1, V2, FAQ)}

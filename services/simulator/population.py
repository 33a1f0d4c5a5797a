"""The people of the demo: drawn from a seed, so that the same seed gives the same town."""

from dataclasses import dataclass, field
from random import Random  # noqa: TID251  (drawn from a seed)
from typing import Any

from contracts.topics import Authority, Kind
from services.simulator.cpr import reference, unborn

JOBCENTRES = ("46100", "70700", "10100")
FUNDS = ("05", "08", "26")
GROUPS = {"G1": 45, "G2": 14, "G3": 10, "G4o": 5, "G4u": 5, "G5": 6, "G6": 2, "G7": 4, "G8": 4, "G9": 3, "G10": 2}
"""Shares of the target groups, in percent; G6 has no duty to book, and is told so."""
FATES = {
    "placed": ("G1", 8), "handed over": ("G1", 5), "handed over late": ("G1", 5), "returns": ("G1", 3),
    "sick": ("G1 G2 G4o", 7), "holiday": ("G1 G2 G3 G4o G4u G5 G7 G8", 6), "exempted": ("G1 G2 G3 G4o G4u G5 G7 G8 G9", 5),
    "deprived": ("G1 G2 G3 G8", 2),
}  # fmt: skip
"""What else happens to whom: groups, and share in percent of a group; the rest live as they always did."""
NAMES = (
    "Anna", "Bo", "Clara", "David", "Eva", "Frede", "Gry", "Hans", "Ida", "Jens", "Karen", "Lars", "Mette", "Niels", "Olga",
    "Peter", "Rikke", "Søren", "Tove", "Ulla", "Viggo", "Yrsa", "Åse", "Øjvind",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resident:
    """One citizen of the demo."""

    index: int
    name: str
    cpr: str = field(repr=False)
    reference: str
    group: str
    jobcentre: str
    akasse: str | None
    insured: str | None
    fate: str = ""

    @property
    def office(self) -> Authority:
        """The own jobcentre."""
        return Authority(Kind.JOBCENTRE, self.jobcentre)

    @property
    def fund(self) -> Authority | None:
        """The own a-kasse; none outside dagpenge."""
        return Authority(Kind.AKASSE, self.akasse) if self.akasse else None

    @property
    def registration(self) -> dict[str, Any]:
        """The body of `RegisterCitizen`."""
        known = {"group": self.group, "jobcentre": self.jobcentre, "akasse": self.akasse, "insured": self.insured}
        return {name: value for name, value in known.items() if value}


def populate(seed: int, count: int) -> list[Resident]:
    """The town. Every group has somebody as soon as there are a few dozen."""
    draw = Random(f"{seed}:population")
    groups = draw.choices(list(GROUPS), list(GROUPS.values()), k=count)
    groups[: len(GROUPS)] = list(GROUPS)[:count]
    return [_resident(seed, index, group, draw) for index, group in enumerate(groups)]


def _fate(seed: int, index: int, group: str) -> str:
    """Drawn by itself, so that nobody else becomes another for it."""
    left = Random(f"{seed}:fate:{index}").random() * 100
    for fate, (groups, share) in FATES.items():
        if group in groups.split():
            left -= share
            if left < 0:
                return fate
    return ""


def _resident(seed: int, index: int, group: str, draw: Random) -> Resident:
    cpr, dagpenge = unborn(index), group == "G1"
    return Resident(
        index,
        f"{draw.choice(NAMES)} {index:03}",
        cpr,
        reference(cpr),
        group,
        draw.choice(JOBCENTRES),
        draw.choice(FUNDS) if dagpenge else None,
        draw.choice(["full-time", "full-time", "full-time", "part-time"]) if dagpenge else None,
        _fate(seed, index, group),
    )

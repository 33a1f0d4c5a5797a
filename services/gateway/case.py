"""What the router and the feeds know of a citizen, or of a supply of slots. Of its commands only those that matter now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from contracts.gateway.v1 import CommandAnswered


@dataclass(frozen=True, slots=True)
class Claim:
    """What a RegisterCitizen says: from `since` on the citizen belongs to this jobcentre and this fund.

    It holds until the next date claimed; of claims of one date the one said last counts (`said_at`, of one instant the later
    `number`, which is the command's). `moved`: it says nothing of the fund, which is as it was before (MoveCitizen).
    """

    number: int
    since: date
    jobcentre: str
    akasse: str | None
    said_at: datetime | None = None
    moved: bool = False

    @property
    def place(self) -> tuple[date, bool, datetime | None, int]:
        """Its place among the others. What was kept without its time was said before the rest."""
        return self.since, self.said_at is not None, self.said_at, self.number


@dataclass(frozen=True, slots=True)
class Command:
    """A command that was met. `digest` is of type and body; `number` is None when it was not numbered.

    `places` are the records on the `in` topic that brought it, the first one first. `answer` is None while it is open.
    """

    source: str
    id: str
    type: str
    digest: str
    service: str
    number: int | None
    seen_at: datetime
    places: tuple[str, ...]
    answer: CommandAnswered | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """`sent`: the last number sent to each service. `commands`, by `source/id`, are those that the batch's messages name.

    `cleared`: answered commands seen before it are forgotten. `timed`: the last month for which that is planned.
    """

    subject: str
    number: int = 0
    sent: Mapping[str, int] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    commands: Mapping[str, Command] = field(default_factory=dict)
    cleared: datetime | None = None
    timed: str = ""

    def met(self, source: str, id: str) -> Command | None:
        """The command that this sender gave this id, if it came before."""
        return self.commands.get(f"{source}/{id}")

    def numbered(self, number: int) -> Command | None:
        """The command with this number."""
        return next((known for known in self.commands.values() if known.number == number), None)

    def having(self, command: Command) -> Self:
        """The case with this command, new or changed."""
        return replace(self, commands={**self.commands, f"{command.source}/{command.id}": command})

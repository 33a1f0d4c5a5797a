"""Weeks in a town: every day in a few phases, each a batch of commands, all of them drawn from the seed."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from contracts.topics import Authority, Kind
from services.simulator.actors import citizen, fates, offices, planner
from services.simulator.actors.life import Life
from services.simulator.actors.order import JOBNET, Order, Phase
from services.simulator.actors.planner import Diary
from services.simulator.clock import Clock
from services.simulator.outside import Outside
from services.simulator.population import FUNDS, JOBCENTRES, Resident
from services.simulator.rest import Rest
from services.simulator.tally import Tally
from services.simulator.wire import Letter, Seen, command, envelope, sent_message

FIRST = date(2024, 2, 5)
"""A Monday; eight weeks from it hold a leap day, Easter, and the night when the clock is put forward."""
AUTHORITIES = (
    *(Authority(kind, code) for kind in (Kind.JOBCENTRE, Kind.PLANNER) for code in JOBCENTRES),
    *(Authority(kind, code) for kind in (Kind.AKASSE, Kind.PLANNER) for code in FUNDS),
    JOBNET,
    Authority(Kind.DIGITALPOST),
    Authority(Kind.OPS),
)
CONSEQUENTIAL = ("JobseekerDeregistered", "DeregistrationReversed", "JobseekerReRegistered", "ImmediateBookingRequired",
                 "DeductionCounted", "SanctionCaseReversed", "NoticeAnswered")  # fmt: skip


class Town:
    """Plays `weeks` from FIRST. `tell_day` is told of each day that is over."""

    def __init__(
        self, outside: Outside, rest: Rest, residents: Iterable[Resident], seed: int, tell_day: Callable[[date], None]
    ) -> None:
        self.clock = Clock(outside, rest, self._arrived)
        self.lives = [Life(resident, seed) for resident in residents]
        self.by_id: dict[str, Life] = {}
        self.by_command: dict[str, Life] = {}
        self.diary, self.tally, self.tell_day = Diary(), Tally(), tell_day
        self.heard: list[tuple[Life, Seen]] = []
        self.stories: dict[int, list[Seen]] = {}
        self.sent = 0

    async def live(self, weeks: int) -> None:
        """Every day of the weeks, and the night after the last."""
        last = FIRST + timedelta(weeks=weeks)
        day = FIRST
        while day < last:
            await self.live_day(day)
            day += timedelta(days=1)
        await self.clock.move_to(Phase.MORNING.on(last))

    async def live_day(self, day: date) -> None:
        """One day; they come in order."""
        for phase in Phase:
            await self._phase(day, phase)
        self.tell_day(day)

    async def _phase(self, day: date, phase: Phase) -> None:
        if phase is Phase.MORNING:  # what became due in the night is known before anybody acts
            await self.clock.move_to(phase.on(day))
            self._take_in(day)
        orders = enumerate(self._orders(day, phase))
        letters = [letter for number, order in orders for letter in self._letters(order, day, phase, number)]
        letters += self._noise(day, phase)
        if not letters:
            return
        await self.clock.move_to(phase.on(day))
        await self.clock.send(letters)
        self.sent += len(letters)
        await self.clock.settle()
        self.diary.clicked.clear()
        self._take_in(day)

    def _orders(self, day: date, phase: Phase) -> Iterable[Order]:
        yield from planner.publish(self.diary, day, phase, FIRST)
        acts = (offices.register, offices.set_deadline, offices.note_contact, offices.answer_notices, fates.befall,
                fates.outcome)  # fmt: skip
        for life in self.lives:
            for act in acts:
                yield from act(life, day, phase, FIRST)
            yield from citizen.act(life, self.diary, day, phase)

    def _letters(self, order: Order, day: date, phase: Phase, number: int) -> list[Letter]:
        resident, now = order.resident, phase.on(day)
        id = f"{day:%y%m%d}-{phase:02}-{number}"
        cpr, key = (resident.cpr, resident.reference) if resident else (None, f"{order.sender}-plan")
        letter = command(order.sender, order.name, id, order.business or now, order.body, cpr, key)
        if resident:
            self.by_command[f"{order.sender}/{id}"] = self.lives[resident.index]
            self.stories.setdefault(resident.index, []).append(sent_message(letter, now))
        return [letter] * order.copies

    def _noise(self, day: date, phase: Phase) -> list[Letter]:
        """Once a week a system sends what is no command at all."""
        if phase is not Phase.MORNING or day.weekday() != 3:
            return []
        headers = envelope(JOBNET, "BookInterview", f"{day:%y%m%d}-noise", phase.on(day))
        return [Letter(JOBNET, "noise", headers, b"<xml>"), Letter(JOBNET, "noise", {}, b"{}")]

    def _arrived(self, seen: Seen) -> None:
        self.tally.count(seen)
        self.diary.learn(seen)
        life = self.by_id.get(seen.subject) or self.by_command.get(seen.correlation)
        if life is None or seen.out:
            return
        life.id = seen.subject
        self.by_id[seen.subject] = life
        self.heard.append((life, seen))
        self.stories.setdefault(life.resident.index, []).append(seen)

    def _take_in(self, day: date) -> None:
        """What was heard, citizen by citizen: not in the order in which topics happened to be read."""
        heard, self.heard = self.heard, []
        for life, seen in heard:
            life.learn(seen)
        for life, seen in sorted(heard, key=lambda one: (one[0].resident.index, one[1].name, one[1].time)):
            citizen.intend(life, seen, day)

    def most_eventful(self) -> tuple[Resident, list[Seen]]:
        """The resident with the most kinds of consequences, then the most of them; the first of equals."""

        def weight(index: int) -> tuple[int, int, int]:
            names = [seen.name for seen in self.stories[index] if seen.name in CONSEQUENTIAL]
            return len(set(names)), len(names), -index

        index = max(self.stories, key=weight)
        return self.lives[index].resident, self.stories[index]

    def ids(self) -> dict[str, str]:
        """Each resident's citizen id."""
        return {life.resident.name: life.id for life in self.lives if life.id}

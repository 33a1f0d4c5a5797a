"""Plays scenarios: one world, one clock, every file's steps merged by time."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from contracts.registry import CONTRACTS
from services.simulator.clock import Clock
from services.simulator.fields import Kept
from services.simulator.match import Known
from services.simulator.outside import Outside
from services.simulator.rest import Rest
from services.simulator.steps import Expect, NothingElse, Raw, Scenario, Send, Step
from services.simulator.watch import Failure, Watch
from services.simulator.wire import Letter, Seen, command, envelope, sent_message

Tell = Callable[[Seen, Watch | None, str | None], None]
"""Is told of every message: whose file it concerns, and which citizen of it."""
USUAL_RAW = "SetDeadline"
"""The type that a raw record claims to be, unless its headers say otherwise."""


class Player:
    """Plays once."""

    def __init__(self, outside: Outside, rest: Rest, scenarios: Sequence[Scenario], tell: Tell) -> None:
        self.watches = [Watch(scenario) for scenario in scenarios]
        self.clock = Clock(outside, rest, self._arrived)
        self.tell = tell
        self.commands: dict[str, tuple[Watch, str | None, bool]] = {}
        self.places: dict[str, Watch] = {}
        self.citizens: dict[str, tuple[Watch, str]] = {}

    async def play(self) -> list[Watch]:
        """Every file with its failures. Restless when the services do not come to rest."""
        for time, parts in self._moments():
            await self.clock.move_to(time)
            for part in parts:
                await self._play(part)
        return self.watches

    def _moments(self) -> Iterator[tuple[datetime, list[list[tuple[Watch, Step]]]]]:
        """Times in order; at each, what may go on at once in all files, then what comes after that."""
        moments: dict[datetime, list[list[tuple[Watch, Step]]]] = defaultdict(list)
        for watch in self.watches:
            steps = sorted((*watch.scenario.prelude, *watch.scenario.steps), key=lambda step: step.at)
            for time, group in groupby(steps, key=lambda step: step.at):
                for place, part in enumerate(_parts(group)):
                    parts = moments[time]
                    parts.extend([] for _ in range(place + 1 - len(parts)))
                    parts[place].extend((watch, step) for step in part)
        yield from sorted(moments.items())

    async def _play(self, part: Sequence[tuple[Watch, Step]]) -> None:
        sends = [(watch, self._letter(watch, step)) for watch, step in part if isinstance(step, Send | Raw)]
        ready = [(watch, letter) for watch, letter in sends if letter]
        if ready:
            places = await self.clock.send([letter for _, letter in ready])
            for watch, letter in ready:
                self._sent(watch, letter)
            self.places |= {place: watch for place, (watch, _) in zip(places, ready, strict=True)}
        await self.clock.settle()
        for watch, step in part:
            match step:
                case Expect(never=False):
                    watch.expect(step)
                case Expect():
                    watch.never(step)
                case NothingElse():
                    watch.nothing_else(step)

    def _letter(self, watch: Watch, step: Send | Raw) -> Letter | None:
        if isinstance(step, Raw):
            self.commands[f"{step.sender}/{step.id}"] = (watch, None, False)
            headers: dict[str, str | None] = {**envelope(step.sender, USUAL_RAW, step.id, step.at), **step.headers}
            said = {name: text for name, text in headers.items() if text is not None}
            text = step.value if isinstance(step.value, str) else json.dumps(step.value)
            return Letter(step.sender, f"raw-{step.id}", said, None if step.value is None else text.encode())
        unknown = [value for value in step.body.values() if isinstance(value, Kept) and value.step not in watch.kept]
        if unknown:
            watch.failures.append(Failure(step.line, f"not sent: nothing was kept as {unknown[0].step}"))
            return None
        body = {name: _filled(value, watch.kept) for name, value in step.body.items()}
        citizen = watch.scenario.citizens.get(step.citizen or "")
        named = step.contract.about == "citizen"
        if citizen and not named:
            body["citizen"] = watch.ids.get(citizen.name, "")
        self.commands[f"{step.sender}/{step.id}"] = (watch, step.citizen, step.prelude)
        key = citizen.reference if citizen else f"{step.sender}-plan"
        cpr = citizen.cpr if citizen and named else None
        return command(step.sender, step.contract.name, step.id, step.business, body, cpr, key)

    def _sent(self, watch: Watch, letter: Letter) -> None:
        seen = sent_message(letter, self.clock.time)
        _, citizen, _ = self.commands.get(f"{letter.sender}/{seen.id}", (watch, None, False))
        self.tell(replace(seen, subject=watch.ids.get(citizen or "", "")), watch, citizen)

    def _arrived(self, seen: Seen) -> None:
        watch, name, prelude = self._whose(seen)
        if watch:
            watch.arrived(Known(seen, name, prelude))
        self.tell(seen, watch, name)

    def _whose(self, seen: Seen) -> tuple[Watch | None, str | None, bool]:
        """By the citizen's id once it is known, else by the command at the root, else by the record's own place."""
        root = self.commands.get(seen.correlation) or self.commands.get(seen.causation)
        if seen.subject in self.citizens:
            return *self.citizens[seen.subject], bool(root and root[2])
        if root:
            watch, name, _ = root
            if name and _about_citizen(seen) and seen.subject:
                self.citizens[seen.subject] = (watch, name)
                watch.ids[name] = seen.subject
            return root
        return self.places.get(str(seen.body.get("place"))), None, False


def _about_citizen(seen: Seen) -> bool:
    contract = CONTRACTS[seen.name]
    return contract.about == "citizen" and seen.out is None


def _filled(value: object, kept: Mapping[str, Seen]) -> object:
    return kept[value.step].body.get(value.field) if isinstance(value, Kept) else value


def _parts(steps: Iterator[Step]) -> list[list[Step]]:
    """Steps of one moment, cut wherever one must wait for what the one before it brought about.

    Several commands of one authority about one citizen go out in one breath; any other follows when all is at rest.
    """
    parts: list[list[Step]] = []
    before: object = None
    for step in steps:
        kind: object = None
        if isinstance(step, Send):
            kind = "prelude" if step.prelude else step.citizen and (step.sender, step.citizen)
        elif not isinstance(step, Raw):
            kind = "check"
        if parts and kind is not None and kind == before:
            parts[-1].append(step)
        else:
            parts.append([step])
        before = kind
    return parts

"""Reads a scenario file. Everything wrong with it is found at once, each with its line."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from contracts import messages as _every_contract  # noqa: F401  (fills the registry)
from contracts.registry import CONTRACTS, Contract
from contracts.topics import Authority
from services.simulator.apart import moved, moved_back, own_places
from services.simulator.fields import Context, Wrong, command_body, partial_body
from services.simulator.local import instant
from services.simulator.marked import BadFile, Block, Items, Problem, parse
from services.simulator.people import Person, read_citizens
from services.simulator.prelude import parse_authority, prelude, read_slots
from services.simulator.rules import unknown
from services.simulator.steps import Expect, NothingElse, Raw, Scenario, Send, Step

TOP = ("law", "citizens", "slots", "steps")
VERBS = ("send", "raw", "expect", "never", "nothing_else")
WORDS = {
    "send": ("at", "from", "send", "citizen", "happened_at", "id"),
    "raw": ("at", "from", "raw", "citizen", "headers", "id"),
    "expect": ("at", "expect", "citizen", "to", "basis", "as"),
    "never": ("at", "never", "citizen", "to", "basis"),
    "nothing_else": ("at", "nothing_else"),
}
"""The words of each kind of step; every other key is a field of the message."""
KEEP = re.compile(r"^[a-z][a-z0-9-]*$")
ANSWERED = {"CommandRefused": "refused", "CommandAccepted": "accepted"}
"""What a service's answer is called when it stands on the sender's own topic, as `CommandAnswered`."""


def read(path: Path, number: int = 0, *, together: bool = False) -> Scenario:
    """The file as a scenario; BadFile with every problem. `number` tells files apart that are played `together`."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile([Problem(1, f"cannot be read: {error}")]) from None
    top = parse(text)
    places = own_places(top, number) if together else {}
    try:
        return replace(_Reader(path, number, moved(top, places)).scenario(), places=places)
    except BadFile as error:
        raise BadFile([Problem(each.line, moved_back(each.text, places)) for each in error.problems]) from None


class _Reader:
    def __init__(self, path: Path, number: int, top: Block) -> None:
        self.path, self.number, self.top = path, number, top
        self.problems: list[Problem] = []
        self.kept: dict[str, Contract] = {}
        self.context = Context(f"f{number}.", self.kept)
        self.people: Mapping[str, Person] = {}
        self.authorities: set[str] = set()
        self.before: datetime | None = None

    def wrong(self, line: int, text: str) -> None:
        self.problems.append(Problem(line, text))

    def scenario(self) -> Scenario:
        self.only_known(self.top, TOP, "a scenario")
        self.people = read_citizens(
            self.top.get("citizens"), self.top.lines.get("citizens", 1), self.number, self.wrong
        )
        law, steps = self.law(), self.steps()
        supply = read_slots(self.top.get("slots", Block(1)), self.top.lines.get("slots", 1), self.context, self.wrong)
        if self.problems:
            raise BadFile(self.problems)
        citizens, sends = prelude(self.people, supply, steps[0].at, self.context.space)
        late = [send for send in sends if send.at > steps[0].at]
        if late:
            hint = "is registered after the first step; say `registered: never`, and let a step register"
            raise BadFile(
                [Problem(line, f"{name} {hint}") for line, name in {send.line: send.citizen for send in late}.items()]
            )
        self.authorities |= {str(send.sender) for send in sends}
        self.authorities |= {
            f"akasse-{citizen.body['akasse']}" for citizen in citizens.values() if "akasse" in citizen.body
        }
        return Scenario(self.path, law, citizens, sends, steps, frozenset(self.authorities))

    def law(self) -> tuple[str, ...]:
        line, rules = self.top.lines.get("law", 1), self.top.get("law")
        if not isinstance(rules, Items) or not rules:
            self.wrong(line, "`law` lists the rules that the scenario is about: [DL-10, REG-01]")
            return ()
        self.known_rules(line, rules)
        return tuple(str(rule) for rule in rules)

    def known_rules(self, line: int, rules: Items) -> None:
        for rule in unknown(rules):
            self.wrong(line, f"there is no rule {rule}; `selvbooking law coverage` lists them")

    def steps(self) -> tuple[Step, ...]:
        line, steps = self.top.lines.get("steps", 1), self.top.get("steps")
        if not isinstance(steps, Items) or not steps:
            self.wrong(line, "`steps` is a list with at least one step")
            return ()
        found = [self.step(step, at) for step, at in zip(steps, steps.lines, strict=True)]
        return tuple(step for step in found if step)

    def step(self, step: Any, line: int) -> Step | None:
        verbs = [verb for verb in VERBS if isinstance(step, Block) and verb in step]
        if len(verbs) != 1:
            self.wrong(line, f"a step has exactly one of {', '.join(VERBS)}" + (f", not {verbs}" if verbs else ""))
            return None
        verb = verbs[0]
        before = len(self.problems)
        at = self.moment(step, "at", None if verb != "nothing_else" else self.before)
        if at and self.before and at < self.before:
            self.wrong(step.lines["at"], "earlier than the step before it")
        self.before = at or self.before
        builders: dict[str, Callable[[Block, datetime], Step | None]] = {
            "send": self.send, "raw": self.raw, "expect": self.expect, "never": self.expect, "nothing_else": self.nothing
        }  # fmt: skip
        made = builders[verb](step, at or datetime.max.replace(tzinfo=UTC))
        return made if len(self.problems) == before else None

    def moment(self, step: Block, key: str, default: datetime | None) -> datetime | None:
        if key not in step:
            if default is None:
                self.wrong(step.line, f"the step has no `{key}`")
            return default
        try:
            return instant(step[key])
        except ValueError as error:
            self.wrong(step.lines[key], str(error))
            return None

    def send(self, step: Block, at: datetime) -> Send | None:
        sender, contract = self.authority(step, "from"), self.contract(step, "send", "command")
        business = self.moment(step, "happened_at", at)
        if not (sender and contract and business):
            return None
        citizen, given = self.citizen(step), self.fields(step, "send")
        if (contract.about in ("supply", "day")) == ("citizen" in step):
            lacks = "is about no citizen" if citizen else f"needs a `citizen`; the file has {', '.join(self.people)}"
            self.wrong(step.lines.get("citizen", step.line), f"{contract.name} {lacks}")
        if contract.about == "operations":
            given = {**given, "citizen": contract.example["citizen"]}
        body, wrong = command_body(contract, given, self.context)
        self.fields_wrong(step, wrong)
        if contract.about == "operations":
            body.pop("citizen", None)
        return Send(step.line, at, sender, contract, citizen, body, business, self.id(step))

    def raw(self, step: Block, at: datetime) -> Raw | None:
        sender, headers = self.authority(step, "from"), step.get("headers", {})
        self.only_known(step, WORDS["raw"], "a raw step")
        if not isinstance(headers, Block) and headers:
            self.wrong(step.lines["headers"], "`headers` is a mapping of header names to texts")
            return None
        value, citizen = step["raw"], self.citizen(step)
        if citizen and isinstance(value, Block):
            value = {"cpr": self.people[citizen].cpr, **value}
        said = {name: None if text is None else str(text) for name, text in headers.items()}
        return Raw(step.line, at, sender, value, said, self.id(step)) if sender else None

    def expect(self, step: Block, at: datetime) -> Expect | None:
        verb = "never" if "never" in step else "expect"
        contract, to = self.contract(step, verb, "event"), self.authority(step, "to") if "to" in step else None
        if not contract:
            return None
        outcome = ANSWERED.get(contract.name) if to else None
        contract = CONTRACTS["CommandAnswered"] if outcome else contract
        body, wrong = partial_body(contract, self.fields(step, verb), self.context)
        self.fields_wrong(step, wrong)
        body |= {"outcome": outcome} if outcome else {}
        basis = step.get("basis", Items())
        if isinstance(basis, Items):
            self.known_rules(step.lines.get("basis", step.line), basis)
        else:
            self.wrong(step.lines["basis"], "`basis` lists rule ids: [REG-01]")
            basis = Items()
        keep = step.get("as")
        if keep is not None and not (isinstance(keep, str) and KEEP.match(keep)):
            self.wrong(step.lines["as"], f"{keep!r} is no name; use lower case letters, digits, hyphens")
        elif keep is not None:
            self.kept[keep] = contract
        citizen = self.citizen(step)
        name = str(to) if to else None
        return Expect(step.line, at, contract, citizen, body, tuple(basis), name, keep, verb == "never")

    def nothing(self, step: Block, at: datetime) -> NothingElse | None:
        self.only_known(step, WORDS["nothing_else"], "this step")
        if step["nothing_else"] is not True and step["nothing_else"] != "all":
            self.wrong(step.lines["nothing_else"], "`nothing_else` is true or all")
        return NothingElse(step.line, at, step["nothing_else"] == "all")

    def authority(self, step: Block, key: str) -> Authority | None:
        if key not in step:
            self.wrong(step.line, f"the step has no `{key}`")
            return None
        said, line = step[key], step.lines[key]
        try:
            authority = parse_authority(said)
        except ValueError as error:
            self.wrong(line, str(error))
            return None
        self.authorities.add(str(authority))
        return authority

    def contract(self, step: Block, key: str, kind: str) -> Contract | None:
        said, names = str(step[key]), [name for name, contract in CONTRACTS.items() if contract.kind == kind]
        if said in names:
            return CONTRACTS[said]
        near = get_close_matches(said, names, 1)
        hint = f"; did you mean {near[0]}?" if near else f"; docs/scenarios.md lists every {kind}"
        if said == "nothing":
            hint = "; write `nothing_else: true`, or `never:` and what must not come"
        self.wrong(step.lines[key], f"there is no {kind} {said!r}{hint}")
        return None

    def citizen(self, step: Block) -> str | None:
        said = step.get("citizen")
        if said is not None and said not in self.people:
            self.wrong(step.lines["citizen"], f"there is no citizen {said!r}; the file has {', '.join(self.people)}")
            return None
        return said

    def fields(self, step: Block, verb: str) -> dict[str, Any]:
        return {name: value for name, value in step.items() if name not in WORDS[verb]}

    def fields_wrong(self, step: Block, wrong: Collection[Wrong]) -> None:
        for problem in wrong:
            name = f"{problem.field}: " if problem.field and f"`{problem.field}`" not in problem.text else ""
            self.wrong(step.lines.get(problem.field, step.line), f"{name}{problem.text}")

    def only_known(self, block: Block, known: Collection[str], what: str) -> None:
        for name in block:
            if name not in known:
                self.wrong(block.lines[name], f"`{name}` is not a word of {what}; it has {', '.join(known)}")

    def id(self, step: Block) -> str:
        return f"{self.context.space}{step.get('id', step.line)}"

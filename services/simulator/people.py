"""The citizens of a scenario file."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.registry import CONTRACTS
from services.simulator.cpr import reference, unborn
from services.simulator.fields import Context, command_body
from services.simulator.local import day
from services.simulator.marked import Block
from services.simulator.steps import Citizen

BODY = ("group", "jobcentre", "akasse", "insured")
WORDS = (*BODY, "guided", "registered")
MOST = 1000
"""Citizens of one file; their CPR numbers come from a range of the file's own."""
NEVER = "never"

Wrong = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen as the file has it; the usual date of registration follows from the first step."""

    name: str
    cpr: str
    body: Mapping[str, Any]
    guided: bool
    registered: date | str | None
    line: int

    def citizen(self, usual: date) -> Citizen:
        """`registered: never` is nobody's prelude; no `registered` is the usual one."""
        on = usual if self.registered is None else self.registered
        code = str(self.body.get("jobcentre", ""))
        return Citizen(
            self.name,
            self.cpr,
            reference(self.cpr),
            code,
            self.body,
            self.guided,
            on if isinstance(on, date) else None,
            self.line,
        )


def read_citizens(given: Any, line: int, number: int, wrong: Wrong) -> dict[str, Person]:
    """`citizens: {anna: {group: G1, akasse: "05", jobcentre: "46100", insured: full-time}}`."""
    if not isinstance(given, Block) or not all(isinstance(person, Block) for person in given.values()):
        wrong(line, '`citizens` looks like {anna: {group: G1, akasse: "05", jobcentre: "46100", insured: full-time}}')
        return {}
    if len(given) > MOST:
        wrong(line, f"a file has at most {MOST} citizens")
    people = {}
    for index, (name, words) in enumerate(given.items()):
        people[name] = _person(name, words, given.lines[name], unborn(number * MOST + index), wrong)
    return people


def _person(name: str, words: Block, line: int, cpr: str, wrong: Wrong) -> Person:
    for word in words:
        if word not in WORDS:
            wrong(words.lines[word], f"`{word}` is not a word of a citizen; it has {', '.join(WORDS)}")
    guided, registered = words.get("guided", True), words.get("registered")
    if not isinstance(guided, bool):
        wrong(words.lines["guided"], "`guided` is true or false")
    if registered is not None and registered != NEVER:
        try:
            registered = day(registered)
        except ValueError as error:
            wrong(words.lines["registered"], str(error))
    body = {word: words[word] for word in BODY if word in words}
    if registered != NEVER:
        problems = command_body(CONTRACTS["RegisterCitizen"], body, Context("", {}))[1]
        for problem in problems:
            wrong(words.lines.get(problem.field, line), f"{name}: {problem.field}: {problem.text}")
    return Person(name, cpr, json.loads(json.dumps(body)), guided is True, registered, line)

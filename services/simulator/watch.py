"""What became of one file: its messages, its citizens' ids, its expectations met and failed."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts.registry import CONTRACTS
from services.simulator.apart import moved_back
from services.simulator.local import shown
from services.simulator.match import Known, differences, is_kind, wanted
from services.simulator.steps import Expect, NothingElse, Scenario
from services.simulator.wire import Seen

PRELUDE = ("RelationsChanged", "CitizenRegistered", "GuidanceRecorded", "SlotsPublished")
REFUSED = {"RecordRejected": "refused"}
NOTICE = "notice"
"""The entity of what repeats to a fund a fact that another message has told already."""
STATUS = "CitizenStatus"
SOME = frozenset({"CommandAnswered", STATUS})
"""Every command has an answer, every change a status; a file that expects some of them need not expect all."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An expectation that was not met, by its line in the file."""

    line: int
    text: str


@dataclass
class Watch:
    """A file in play."""

    scenario: Scenario
    known: list[Known] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Seen] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.times = sorted({step.at for step in self.scenario.steps})
        expected = [step for step in self.scenario.steps if isinstance(step, Expect) and not step.never]
        self.asked = {
            (step.contract.name, step.to, step.citizen) for step in expected if step.contract.name not in SOME
        }
        self.before = {send.id: send for send in self.scenario.prelude}
        self.asks_for_notices = any(step.contract.entity == NOTICE and step.to is None for step in expected)

    def arrived(self, known: Known) -> None:
        """A message has come. What is refused before the first step spoils the whole file, and nobody expects it."""
        self.known.append(known)
        body = known.seen.body
        if known.seen.out is None or "refused" not in (body.get("outcome"), REFUSED.get(known.seen.name)):
            return
        if send := self.before.pop(str(body.get("command_id")), None):
            about = f" for {send.citizen}" if send.citizen else ""
            what = f"{send.contract.name}{about} from {send.sender}, before the first step, was refused"
            self._failed(send.line, f"{what}: {body.get('code')}")

    def expect(self, step: Expect) -> None:
        """Uses up one message, or notes a failure that says what came closest. Of a status the last one told counts, whenever it
        came."""
        if step.contract.name == STATUS and (last := [known for known in self.known if is_kind(step, known)]):
            self._stands(step, last[-1])
            return
        before = bisect_left(self.times, step.at)
        since = self.times[before - 1] if before else None
        of_kind = [known for known in self.known if is_kind(step, known)]
        free = [known for known in of_kind if not known.used and (since is None or known.seen.at > since)]
        for known in free:
            if not differences(step, known.seen, self.kept):
                known.used = True
                if step.keep:
                    self.kept[step.keep] = known.seen
                return
        self._failed(step.line, f"expected {wanted(step)}: {self._closest(step, of_kind, free, since)}")

    def _stands(self, step: Expect, last: Known) -> None:
        if lacks := differences(step, last.seen, self.kept):
            when = shown(last.seen.at)
            self._failed(
                step.line, f"expected {wanted(step)}: the last one told, at {when}, differs: {'; '.join(lacks)}"
            )
        elif step.keep:
            self.kept[step.keep] = last.seen

    def _failed(self, line: int, text: str) -> None:
        self.failures.append(Failure(line, moved_back(text, self.scenario.places)))

    def _closest(self, step: Expect, of_kind: list[Known], free: list[Known], since: datetime | None) -> str:
        if free:
            lacks = min((differences(step, known.seen, self.kept) for known in free), key=len)
            return f"the closest that came differs: {'; '.join(lacks)}"
        fitting = [known for known in of_kind if not differences(step, known.seen, self.kept)]
        early = [known for known in fitting if not known.used]
        if early:
            return (
                f"it came at {shown(early[-1].seen.at)}, not after the step before it ({shown(since)})" if since else ""
            )
        if fitting:
            return f"it came {len(fitting)} time(s), and an earlier step has used that up"
        came = [
            f"{known.seen.name} {known.seen.body.get('code', '')}".rstrip()
            for known in self.known
            if not known.prelude
            and step.citizen in (None, known.citizen)
            and known.seen.out == step.to
            and (since is None or known.seen.at > since)
        ]
        return f"none came; what came since {shown(since) if since else 'the start'}: {', '.join(came) or 'nothing'}"

    def never(self, step: Expect) -> None:
        """Notes a failure for the first message that should not be there."""
        for known in self.known:
            if is_kind(step, known) and not differences(step, known.seen, self.kept):
                self._failed(step.line, f"{wanted(step)} came at {shown(known.seen.at)}")
                return

    def nothing_else(self, step: NothingElse) -> None:
        """Notes a failure that lists what was not expected."""
        found = [known for known in self.known if not known.used and self._counts(known, step.all)]
        if found:
            listed = "; ".join(f"{k.seen.name} for {k.citizen or 'nobody'} at {shown(k.seen.at)}" for k in found)
            self._failed(step.line, f"also came: {listed}")

    def _counts(self, known: Known, all_: bool) -> bool:
        seen, contract = known.seen, CONTRACTS[known.seen.name]
        if known.prelude and seen.name in PRELUDE:
            return False
        if {(seen.name, seen.out, known.citizen), (seen.name, seen.out, None)} & self.asked:
            return True
        if seen.out is not None:
            return False
        if all_:
            return not known.prelude and seen.name not in SOME
        return contract.consequence and (contract.entity != NOTICE or self.asks_for_notices)


def lines(failures: Sequence[Failure], watch: Watch) -> list[str]:
    """`file:line: what`, as compilers say it."""
    return [f"{watch.scenario.path}:{failure.line}: {failure.text}" for failure in failures]

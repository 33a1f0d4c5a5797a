"""An event loop in which nothing happens by chance: time stands still and sockets are silent until its master acts.

Each process of a schedule is an `Actor`. What one of its tasks starts belongs to it too, by a context variable.
"""

import asyncio
import selectors
from collections.abc import Callable
from contextvars import Context, ContextVar
from typing import Any, Protocol

Look = Callable[[float | None], list[Any]]
"""Asks the sockets, for so many seconds."""


class Master(Protocol):
    """Who is asked when nothing is ready."""

    def idle(self, seconds: float | None, look: Look) -> list[Any]:
        """`seconds` to the next timer, or None. Gives what the sockets have to say, mostly nothing."""


class Held:
    """A timer of an actor: does not fire while the actor is frozen, and never once it is dead."""

    def __init__(self, actor: "Actor", fire: Callable[[], Any]) -> None:
        self.actor, self.fire = actor, fire
        self.handle: asyncio.TimerHandle | None = None

    def __call__(self) -> None:
        if self.actor.frozen:
            self.actor.late.append(self)
        elif not self.actor.dead and not (self.handle and self.handle.cancelled()):
            self.fire()


class Actor:
    """A process as the operating system sees it: running, frozen (SIGSTOP) or dead (SIGKILL)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.frozen = self.dead = False
        self.late: list[Held] = []
        self.tasks: list[asyncio.Task[Any]] = []

    def thaw(self) -> None:
        """It goes on, and finds that time has passed."""
        self.frozen = False
        late, self.late = self.late, []
        for held in late:
            asyncio.get_running_loop().call_soon(held)


ACTOR: ContextVar[Actor | None] = ContextVar("actor", default=None)


class _Selector(selectors.DefaultSelector):
    """Hears nothing while callbacks are ready; then its master says what happens next."""

    master: Master | None = None

    def select(self, timeout: float | None = None) -> list[Any]:
        if self.master is None:
            return super().select(timeout)
        if timeout is not None and timeout <= 0:
            return []
        return self.master.idle(timeout, super().select)


class StepLoop(asyncio.SelectorEventLoop):
    """`now` is its time, in seconds. Without a master it is an ordinary loop."""

    def __init__(self) -> None:
        self.now = 0.0
        self._heard = _Selector()
        super().__init__(self._heard)

    def obey(self, master: Master | None) -> None:
        """From here on the master rules, and time begins at 0; None: nobody does, and time is real."""
        self.now = 0.0
        self._heard.master = master

    def time(self) -> float:
        return super().time() if self._heard.master is None else self.now

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        actor = ACTOR.get()
        if actor is None:
            return super().call_at(when, callback, *args, context=context)
        held = Held(actor, lambda: callback(*args))
        held.handle = super().call_at(when, held, context=context)
        return held.handle

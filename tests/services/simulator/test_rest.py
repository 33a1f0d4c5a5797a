"""Waiting for rest: what the services say over HTTP, and when that is taken for rest."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from services.simulator.rest import HttpRest, Restless
from tests.services.simulator.support import utc

NOW = utc("2024-03-04T09:00")
AT_REST = {
    "service": "deadlines", "worker": "1", "clock": "2024-03-04T09:00:00Z", "idle": True, "unread": 0, "unpublished": 0,
    "due": 0, "held": 0, "parked": 0, "next_due": "2024-03-12T23:10:00Z", "handled": 7, "published": 9, "why": "",
}  # fmt: skip


@contextmanager
def worker(*answers: dict[str, Any]) -> Iterator[str]:
    """Gives these answers one after the other, the last one for ever."""
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = json.dumps(left.pop(0) if len(left) > 1 else left[0]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


async def test_rest_is_reached_when_nothing_moves_any_more_and_the_next_timer_is_known() -> None:
    later = {**AT_REST, "service": "akasse", "next_due": None}
    with worker(AT_REST) as one, worker(later) as other:
        rest = await HttpRest([one, other], 5).reached(NOW)
    assert (rest.next_due, rest.handled) == (utc("2024-03-12T23:10"), 14)


async def test_two_rounds_must_say_the_same() -> None:
    moved = {**AT_REST, "handled": 8}
    with worker(AT_REST, moved, moved, {**AT_REST, "handled": 99}) as url:
        assert (await HttpRest([url], 5).reached(NOW)).handled == 8


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"unread": 3}, "3 records unread"),
        ({"unpublished": 2}, "2 rows unpublished"),
        ({"due": 1}, "1 timers due"),
        ({"held": 1}, "1 commands held, waiting for their causes"),
        ({"clock": "2024-03-04T08:59:00Z"}, "behind the clock"),
        ({"idle": False, "why": "taking shards"}, "taking shards"),
    ],
)
async def test_whoever_does_not_come_to_rest_is_named(said: dict[str, Any], why: str) -> None:
    with worker({**AT_REST, **said}) as url, pytest.raises(Restless, match=f"deadlines-1: .*{why}"):
        await HttpRest([url], 0.1).reached(NOW)


async def test_a_worker_that_has_not_begun_is_waited_for() -> None:
    starting = {"service": "deadlines", "worker": "1", "clock": None, "idle": False, "why": "starting"}
    with worker(starting, starting, AT_REST) as url:
        assert (await HttpRest([url], 5).reached(NOW)).handled == 7


async def test_parked_citizens_do_not_stop_the_play_but_are_told_of_once() -> None:
    told: list[str] = []
    with worker({**AT_REST, "parked": 2}) as url:
        rest = HttpRest([url], 5, told.append)
        await rest.reached(NOW)
        await rest.reached(NOW)
    assert told == ["parked behind a defect: deadlines-1: 2"]


async def test_a_worker_that_is_gone_is_an_error_with_its_address() -> None:
    with worker(AT_REST) as url:
        """It stops at once."""
    with pytest.raises(Restless, match=f"{url}/status"):
        await HttpRest([url], 5).reached(NOW)


async def test_the_time_is_heard_by_busy_services_too() -> None:
    early, busy = {**AT_REST, "clock": "2024-03-04T08:59:00Z"}, {**AT_REST, "idle": False, "unread": 3}
    with worker(early, early, busy) as url:
        await HttpRest([url], 5).heard(NOW)
    with worker(early) as url, pytest.raises(Restless, match="not heard after 0 s by deadlines-1"):
        await HttpRest([url], 0.1).heard(NOW)

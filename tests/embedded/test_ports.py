"""Ports that nobody uses, also not whoever is about to."""

import pytest

from deploy.embedded import process
from deploy.embedded.kafka import ports
from deploy.embedded.server import Server, now


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A draw that gives the same port twice, and then another."""
    first = process.free_port()
    free = [first, process.free_port(first)]
    left = [first, *free]

    class Draw:
        def randrange(self, *_: int) -> int:
            return left.pop(0)

    monkeypatch.setattr(process, "SystemRandom", Draw)
    return free


def test_the_two_listeners_of_a_broker_never_have_one_port(drawn: list[int]) -> None:
    assert ports(None) == tuple(drawn)


def test_a_broker_keeps_its_port_and_gives_its_controller_another(drawn: list[int]) -> None:
    before = Server("kafka", "Apache Kafka", f"127.0.0.1:{drawn[0]}", now())
    assert ports(before) == tuple(drawn)

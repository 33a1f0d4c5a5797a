"""What the gateway must be told before it starts."""

import pytest

from contracts.topics import Authority, Kind
from services.gateway.app import app
from services.gateway.settings import GatewaySettings
from shared.runtime.settings import read_settings

GOOD = {
    "SELVBOOKING_KAFKA": "127.0.0.1:1",
    "SELVBOOKING_DATABASE": "postgresql://u:p@127.0.0.1:1/d",
    "SELVBOOKING_AUTHORITIES": "jobcentre-46100, akasse-05,jobnet,jobnet",
    "SELVBOOKING_VAULT_KEY": "ab" * 32,
}


def told(monkeypatch: pytest.MonkeyPatch, **other: str) -> GatewaySettings:
    for name, value in (GOOD | {f"SELVBOOKING_{key.upper()}": value for key, value in other.items()}).items():
        monkeypatch.setenv(name, value)
    return read_settings(GatewaySettings)


def test_authorities_and_the_key_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = told(monkeypatch)
    expected = (Authority(Kind.JOBCENTRE, "46100"), Authority(Kind.AKASSE, "05"), Authority(Kind.JOBNET))
    assert settings.parties == expected and settings.master_key == b"\xab" * 32
    assert "ab" * 32 not in repr(settings)


@pytest.mark.parametrize(
    ("other", "name"),
    [
        ({"vault_key": "ab" * 31}, "VAULT_KEY"),
        ({"vault_key": "zz" * 32}, "VAULT_KEY"),
        ({"authorities": "jobcentre"}, "AUTHORITIES"),
        ({"authorities": "mayor-1"}, "AUTHORITIES"),
        ({"authorities": ""}, "AUTHORITIES"),
    ],
)
def test_a_broken_setting_stops_the_start_and_is_named_and_a_key_is_never_shown(
    other: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        told(monkeypatch, **other)
    said = capsys.readouterr().err
    assert stop.value.code == 2 and f"SELVBOOKING_{name}" in said
    assert other.get("vault_key", GOOD["SELVBOOKING_VAULT_KEY"]) not in said


def test_the_gateway_reads_what_comes_in_and_what_the_services_say(monkeypatch: pytest.MonkeyPatch) -> None:
    gateway = app(told(monkeypatch))
    assert set(gateway.doors) == {"in.jobcentre-46100", "in.akasse-05", "in.jobnet"}
    assert {"gateway.inbound", "registration.events", "slots.events"} <= set(gateway.topics)
    assert "gateway.events" not in gateway.topics and gateway.with_basis

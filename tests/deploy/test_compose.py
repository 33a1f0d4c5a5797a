"""`docker-compose.yml` without an engine: what can be known of it by reading."""

import importlib
import importlib.util
import re
import subprocess
import sys
from typing import Any, get_type_hints

import pytest
import yaml

from contracts.topics import SERVICES
from deploy.embedded.home import REPOSITORY
from deploy.embedded.world import MEMBERS
from deploy.kafka.create import TopicSettings
from deploy.postgres.create import OWNERS, DatabaseSettings
from shared.runtime.settings import Settings

TEXT = (REPOSITORY / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
CONTAINERS: dict[str, Any] = COMPOSE["services"]
EXAMPLE = (REPOSITORY / "deploy" / "compose.env.example").read_text()
JOBS = {"topics": TopicSettings, "databases": DatabaseSettings}
OURS = (*MEMBERS, *JOBS)
VARIABLE = re.compile(r"\$\{([A-Z_]+)(:[?-])?")


def settings_of(name: str) -> Any:
    if name in JOBS:
        return JOBS[name]
    return get_type_hints(importlib.import_module(f"services.{name}.app").app)["settings"]


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_it_is_a_compose_file() -> None:
    if importlib.util.find_spec("check_jsonschema") is None:
        pytest.skip("check-jsonschema is not installed")
    argv = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    done = subprocess.run(argv, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_service_has_a_container_and_runs_its_own_module() -> None:
    assert set(MEMBERS) <= set(CONTAINERS)
    for name in OURS:
        python, flag, module = CONTAINERS[name]["command"]
        assert (python, flag) == ("python", "-m")
        assert importlib.util.find_spec(module) is not None
        assert name in JOBS or module == f"services.{name}"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting_and_every_needed_setting_is_given(name: str) -> None:
    fields = settings_of(name).model_fields
    given = {key.removeprefix("SELVBOOKING_").lower().partition("__")[0] for key in CONTAINERS[name]["environment"]}
    assert given <= set(fields)
    assert {key for key, field in fields.items() if field.is_required()} <= given


@pytest.mark.parametrize("name", OURS)
def test_the_settings_are_taken_as_they_stand(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"SELVBOOKING_AUTHORITIES": "jobcentre-46100,ops", "VAULT_KEY": "ab" * 32, "SELVBOOKING_SHARDS": "4"}
    for key, value in CONTAINERS[name]["environment"].items():
        filled = re.sub(r"\$\{([A-Z_]+)[^}]*\}", lambda found: told.get(found[1], "c0ffee" * 8), str(value))
        monkeypatch.setenv(key, filled)
    settings = settings_of(name)()
    if isinstance(settings, Settings):
        assert settings.database.get_secret_value() == f"postgresql://{name}:{'c0ffee' * 8}@postgres:5432/{name}"


def test_a_role_gets_the_password_that_its_service_uses() -> None:
    asked = CONTAINERS["databases"]["environment"]
    assert OWNERS == MEMBERS == (*SERVICES, "console")
    for owner in OWNERS:
        secret = asked[f"SELVBOOKING_PASSWORDS__{owner.upper()}"]
        assert f":{secret}@" in CONTAINERS[owner]["environment"]["SELVBOOKING_DATABASE"]


@pytest.mark.parametrize("name", MEMBERS)
def test_a_service_is_asked_whether_it_is_ready_and_has_time_to_stop(name: str) -> None:
    container = CONTAINERS[name]
    assert "/ready" in container["healthcheck"]["test"][-1] and container["healthcheck"]["test"][0] == "CMD"
    assert seconds(container["stop_grace_period"]) > int(container["environment"]["SELVBOOKING_GRACE_SECONDS"])
    assert set(container["depends_on"]) == set(JOBS)


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_can_do_no_more_than_it_must(name: str) -> None:
    container = CONTAINERS[name]
    assert container["cap_drop"] == ["ALL"] and container["security_opt"] == ["no-new-privileges:true"]
    assert container.get("read_only") or name == "kafka"  # its start writes its own configuration
    assert isinstance(container.get("command", []), list)
    assert re.fullmatch(r"[a-z/-]+:(local|v?\d+\.\d+[\w.-]*)", container["image"])
    assert all(port.startswith("127.0.0.1:") for port in container.get("ports", []))
    assert not any("docker.sock" in volume for volume in container.get("volumes", []))


def test_our_image_runs_as_nobody_in_particular() -> None:
    for name in OURS:
        assert CONTAINERS[name]["user"] == "10001:10001"
    dockerfile = (REPOSITORY / "deploy" / "Dockerfile").read_text()
    assert "\nUSER 10001:10001\n" in dockerfile and '\nCMD ["' in dockerfile


def test_no_secret_has_a_value_and_every_variable_is_explained() -> None:
    explained = dict(line.split("=", 1) for line in EXAMPLE.splitlines() if line and not line.startswith("#"))
    used = {found[1]: found[2] for found in VARIABLE.finditer(TEXT)}
    assert set(used) == set(explained)
    for name, value in explained.items():
        secret = not name.startswith("SELVBOOKING_")
        assert not (secret and value), f"{name} has a value in the example"
        assert not secret or used[name] == ":?", f"{name} has a default"


def test_the_kafka_of_the_file_is_the_one_that_is_tested_here() -> None:
    from deploy.embedded.jars import KAFKA

    assert CONTAINERS["kafka"]["image"] == f"apache/kafka:{KAFKA}"


def test_the_image_is_made_with_the_pinned_uv_and_gets_no_more_than_it_needs() -> None:
    dockerfile = (REPOSITORY / "deploy" / "Dockerfile").read_text()
    makefile = (REPOSITORY / "Makefile").read_text()
    pinned = re.search(r"UV +:= (\S+)", makefile)
    assert pinned and f"uv=={pinned[1]}" in dockerfile
    ignored = (REPOSITORY / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = {word for line in dockerfile.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]}
    assert "*" in ignored and copied - {"--from=build", "/app/.venv"} == allowed

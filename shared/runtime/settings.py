"""What a service is told from outside: environment variables `SELVBOOKING_*`, checked before anything starts."""

import sys
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings that every service has. A broken one stops the start, and its name is said."""

    model_config = SettingsConfigDict(env_prefix="SELVBOOKING_", hide_input_in_errors=True, extra="ignore")

    kafka: str = Field(min_length=3, description="bootstrap servers, host:port[,host:port]")
    database: SecretStr = Field(description="postgresql://user:password@host:port/name; the service's own database")
    prefix: str = Field("selvbooking.", pattern=r"^[a-z][a-z0-9-]*\.$", description="what every topic name starts with")
    shards: int = Field(4, ge=1, le=1024, description="partitions of every topic but the clock")
    clock: Literal["real", "virtual"] = Field("real", description="virtual: time comes from the clock topic")
    worker: str = Field("1", pattern=r"^[a-z0-9-]{1,40}$", description="names this process among the service's workers")
    http: str = Field(
        "127.0.0.1:0", pattern=r"^[^:]+:\d{1,5}$", description="host:port of health and metrics; 0 = any free"
    )
    announce: Path | None = Field(None, description="file that gets {pid, url} once the port is bound")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    spans: Path | None = Field(None, description="file that gets finished spans, a JSON object a line")
    otlp: str | None = Field(None, description="OTLP/HTTP endpoint for spans")
    trace_share: float = Field(0.01, ge=0, le=1, description="share of commands that are traced")
    batch: int = Field(2000, ge=1, le=10_000, description="most records of one transaction")
    session_ms: int = Field(
        10_000, ge=1_500, le=60_000, description="silence after which a worker's shards go to another"
    )
    grace_seconds: int = Field(20, ge=1, le=600, description="how long a stop may take")


S = TypeVar("S", bound=Settings)


def read_settings(kind: type[S]) -> S:
    """The settings from the environment, or exit status 2 with the name of each broken one (never its value)."""
    try:
        return kind()  # type: ignore[call-arg]
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in problem["loc"]).upper()
            print(f"setting SELVBOOKING_{name}: {problem['msg']}", file=sys.stderr)
        raise SystemExit(2) from None

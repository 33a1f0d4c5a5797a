"""What the console is told beside what every service is told."""

from ipaddress import ip_address
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from services.console.access import read_tokens
from shared.runtime.settings import Settings


class ConsoleSettings(Settings):
    """`SELVBOOKING_TOKENS`, or without it a console for this machine alone (`SELVBOOKING_TOKEN_FILE`)."""

    tokens: SecretStr | None = Field(None, description="who may do what: name:token:read,act;name:token:read")
    token_file: Path | None = Field(None, description="without tokens: file that gets one, made at the first start")

    @model_validator(mode="after")
    def _allowed(self) -> Self:
        if self.given:
            read_tokens(self.given)
        elif not _loopback(self.http.rpartition(":")[0]):
            raise ValueError("SELVBOOKING_TOKENS is needed where SELVBOOKING_HTTP is not a loopback address")
        return self

    @property
    def given(self) -> str:
        """The tokens as they were given; empty when there are none."""
        return self.tokens.get_secret_value().strip() if self.tokens else ""


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

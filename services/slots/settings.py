"""What `slots` is told beside what every service is told."""

from pydantic import Field, SecretStr

from shared.runtime.settings import Settings


class SlotSettings(Settings):
    """Settings of `slots`."""

    redis: SecretStr | None = Field(
        None, description="redis://:password@host:port/0; without it reads go to PostgreSQL"
    )

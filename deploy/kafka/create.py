"""Creates the topics that are missing: `python -m deploy.kafka.create`, once before the services start.

Done again it adds the topics of new authorities. Broken settings, a broker that is away, or a topic with another number of
partitions end it with status 1 and a line that says so.
"""

import asyncio
import sys

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.topics import Authority, Topics
from deploy.embedded import topics
from deploy.embedded.addresses import Servers
from deploy.embedded.home import StackError


class TopicSettings(BaseSettings):
    """The same names and meanings as in the services' own settings."""

    model_config = SettingsConfigDict(env_prefix="SELVBOOKING_", hide_input_in_errors=True, extra="ignore")

    kafka: str = Field(min_length=3, description="bootstrap servers")
    prefix: str = Field("selvbooking.", description="what every topic name starts with")
    shards: int = Field(
        4, ge=1, le=1024, description="partitions of every topic but the clock; cannot be changed later"
    )
    authorities: str = Field(min_length=1, description="who has an in and an out topic")


async def create(settings: TopicSettings) -> int:
    """Creates what is missing and waits until all can be used; gives how many topics the plan has."""
    parties = [Authority.parse(name.strip()) for name in settings.authorities.split(",")]
    plan = Topics(settings.prefix).plan(parties, settings.shards)
    await topics.create(Servers(kafka=settings.kafka), plan)
    return len(plan)


def main() -> None:
    """The whole job."""
    try:
        print(f"{asyncio.run(create(TopicSettings()))} topics are there")  # type: ignore[call-arg]
    except (StackError, ValidationError, ValueError, OSError) as error:
        sys.exit(f"topics: {error}")


if __name__ == "__main__":
    main()

"""What the gateway is told beside what every service is told."""

from pydantic import Field, SecretStr, field_validator

from contracts.topics import Authority
from shared.runtime.settings import Settings


class GatewaySettings(Settings):
    """`SELVBOOKING_AUTHORITIES` and `SELVBOOKING_VAULT_KEY`. Lose the key, and no CPR number can be read again."""

    authorities: str = Field(
        min_length=1, description="who has an in and an out topic: jobcentre-46100,akasse-05,jobnet"
    )
    vault_key: SecretStr = Field(description="master key of the vault, 64 hexadecimal digits")

    @field_validator("authorities")
    @classmethod
    def _authorities(cls, text: str) -> str:
        for name in text.split(","):
            Authority.parse(name.strip())
        return text

    @field_validator("vault_key")
    @classmethod
    def _key(cls, key: SecretStr) -> SecretStr:
        try:
            if len(bytes.fromhex(key.get_secret_value())) == 32:
                return key
        except ValueError:
            pass
        raise ValueError("needs 64 hexadecimal digits")

    @property
    def parties(self) -> tuple[Authority, ...]:
        """The authorities, each once."""
        return tuple(dict.fromkeys(Authority.parse(name.strip()) for name in self.authorities.split(",")))

    @property
    def master_key(self) -> bytes:
        return bytes.fromhex(self.vault_key.get_secret_value())

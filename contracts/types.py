"""The field types of all messages. Ids are UUIDs as text; business dates are Danish civil dates; instants carry an offset."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field


def _with_offset(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return value


UUID_FORM = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Id = Annotated[str, Field(pattern=UUID_FORM, description="UUID, lower case")]
Instant = Annotated[datetime, AfterValidator(_with_offset), Field(description="instant with offset, RFC 3339")]
Day = Annotated[date, Field(description="Danish civil date")]
JobcentreCode = Annotated[str, Field(pattern=r"^[0-9]{5}$", description="jobcentre, five digits")]
AkasseCode = Annotated[str, Field(pattern=r"^[0-9]{2}$", description="unemployment fund (a-kasse), two digits")]
AuthorityId = Annotated[str, Field(pattern=r"^[a-z]+(-[0-9]+)?$", description="authority, as in its topic's name")]
Reference = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$", description="the sender's own opaque reference")]
Text = Annotated[str, Field(min_length=1, max_length=600, description="free text, without CPR numbers")]


class Open(StrEnum):
    """An enumeration that may grow: text we do not know is read as `UNKNOWN`. Give it a member of that name."""

    @classmethod
    def _missing_(cls, value: object) -> "Open | None":
        return cls["UNKNOWN"] if isinstance(value, str) else None


class Group(StrEnum):
    """Target group (*målgruppe*), LAB § 6 / BAB § 1."""

    G1 = "G1"
    G2 = "G2"
    G3 = "G3"
    G4O = "G4o"
    G4U = "G4u"
    G5 = "G5"
    G6 = "G6"
    G7 = "G7"
    G8 = "G8"
    G9 = "G9"
    G10 = "G10"


class Insured(StrEnum):
    """How a dagpenge recipient is insured."""

    FULL_TIME = "full-time"
    PART_TIME = "part-time"


class InterviewType(StrEnum):
    """What kind of interview (*samtaletype*); DFDG's ids 7, 17 and 4."""

    JOB = "JOB"
    JOINT = "JOINT"
    FOLLOW_UP = "FOLLOW_UP"


class Form(StrEnum):
    """How an interview is held (*samtaleform*), LAB § 33."""

    IN_PERSON = "IN_PERSON"
    PHONE = "PHONE"
    VIDEO = "VIDEO"

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
Hours = Annotated[float, Field(ge=0, le=7696, description="hours, at most two decimals; DFDG's account ends at 7696")]
Age = Annotated[int, Field(ge=0, le=130, description="completed years")]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$", description="calendar month, 2024-05")]
Clock = Annotated[
    str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$", description="Danish time of day, 08:30")
]
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


class Party(StrEnum):
    """Who holds the contact course of a dagpenge recipient at a time (*ansvarlig part*), LAB § 27; AK-01."""

    A_KASSE = "A_KASSE"
    JOBCENTRE = "JOBCENTRE"


class Regime(StrEnum):
    """Which contact course applies to a dagpenge recipient, V2 15 (TR-01 to TR-06)."""

    NEW = "NEW"
    TRIAL = "TRIAL"
    OLD = "OLD"
    NEW_REMAINING = "NEW_REMAINING"
    JOBCENTRE = "JOBCENTRE"


class Benefit(Open):
    """What somebody lives on (*forsørgelsesydelse*), LAB § 9, stk. 1, nr. 2. May grow."""

    DAGPENGE = "DAGPENGE"
    KONTANTHJAELP = "KONTANTHJAELP"
    UDDANNELSESHJAELP = "UDDANNELSESHJAELP"
    OVERGANGSYDELSE = "OVERGANGSYDELSE"
    """Also *selvforsørgelses- og hjemrejseydelse*."""
    SYGEDAGPENGE = "SYGEDAGPENGE"
    RESSOURCEFORLOEBSYDELSE = "RESSOURCEFORLOEBSYDELSE"
    """In a *jobafklaringsforløb* or a *ressourceforløb*; the group says in which."""
    LEDIGHEDSYDELSE = "LEDIGHEDSYDELSE"
    REVALIDERINGSYDELSE = "REVALIDERINGSYDELSE"
    UNKNOWN = "UNKNOWN"


class HourCount(StrEnum):
    """Which of the two counts of unemployment; they are never compared (AK-03).

    `CONSUMPTION`: of the dagpenge right, kept by the a-kasse, decides the handover. `COURSE`: dagpenge and løntilskud since
    the placement (*sammenlagt ledighed*, BAB § 7), decides the periods of the contact course.
    """

    CONSUMPTION = "CONSUMPTION"
    COURSE = "COURSE"


class AbsenceKind(Open):
    """Why somebody is away, or free of something, for a time (*fravær og fritagelser* in DFDG). May grow."""

    SICKNESS = "SICKNESS"
    HOLIDAY = "HOLIDAY"
    MATERNITY = "MATERNITY"
    TEMPORARY_WORK = "TEMPORARY_WORK"
    WORK = "WORK"
    EDUCATION = "EDUCATION"
    JOB_EDUCATION = "JOB_EDUCATION"
    """Six weeks of job-directed education (*6 ugers jobrettet uddannelse*)."""
    SUBSIDISED_JOB = "SUBSIDISED_JOB"
    """*Løntilskud*."""
    WORK_SHARING = "WORK_SHARING"
    """*Arbejdsfordeling*."""
    SENT_HOME = "SENT_HOME"
    """*Hjemsendt* for weather or lack of material."""
    STANDBY = "STANDBY"
    """Seriously ill: a contact course without contact, LAB § 33, stk. 3."""
    NO_ACTIVE_SEARCH = "NO_ACTIVE_SEARCH"
    """Free of active job search and referred jobs, BAB § 56, LAB § 96 (DL-11)."""
    COURSE = "COURSE"
    NO_CARE = "NO_CARE"
    """No care of children outside opening hours (REG-10)."""
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"


class Form(StrEnum):
    """How an interview is held (*samtaleform*), LAB § 33."""

    IN_PERSON = "IN_PERSON"
    PHONE = "PHONE"
    VIDEO = "VIDEO"


class Channel(StrEnum):
    """How a summons (*indkaldelse*) reaches the citizen."""

    JOBNET = "JOBNET"
    DIGITAL_POST = "DIGITAL_POST"
    LETTER = "LETTER"
    HANDED_OVER = "HANDED_OVER"
    PHONE = "PHONE"

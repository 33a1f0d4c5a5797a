"""Imports every contract, so that the registry is complete. Import this before you look anything up by name."""

from contracts.akasse import v1 as akasse_v1
from contracts.citizens import v1 as citizens_v1
from contracts.common import v1 as common_v1
from contracts.deadlines import course_v1 as deadlines_course_v1
from contracts.deadlines import v1 as deadlines_v1
from contracts.gateway import v1 as gateway_v1
from contracts.registration import dagpenge_v1 as registration_dagpenge_v1
from contracts.registration import effort_v1 as registration_effort_v1
from contracts.registration import self_booking_v1 as registration_self_booking_v1
from contracts.registration import v1 as registration_v1
from contracts.sanctions import v1 as sanctions_v1
from contracts.slots import v1 as slots_v1

MODULES = (
    common_v1, gateway_v1, registration_v1, registration_dagpenge_v1, registration_self_booking_v1,
    registration_effort_v1, deadlines_v1, deadlines_course_v1, slots_v1, akasse_v1, sanctions_v1,
    citizens_v1,
)  # fmt: skip

"""Which function decides which message about guidance, exemption, withdrawal, less intensive effort and controls."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from contracts.registration.effort_v1 import (
    DenyLessIntensive,
    EndLessIntensive,
    RecordControlInterview,
    RecordControlOffer,
    ReportControlDoubt,
    ReportLessIntensive,
)
from contracts.registration.self_booking_v1 import (
    DecideExemption,
    EndExemption,
    ExemptFromSelfBooking,
    ObjectToExemption,
    RefuseExemption,
    RestoreSelfBooking,
    WithdrawSelfBooking,
)
from contracts.registration.v1 import RecordGuidance
from services.registration import effort
from services.registration.case import Case
from services.registration.controls import interview_held, offer_given, report_doubt
from services.registration.exemption import decide_exemption, exempt, object_to_exemption, refuse_exemption
from services.registration.guidance import record_guidance
from services.registration.withdrawal import end_exemption, restore, withdraw
from shared.law.decision import Decision, Message

RIGHTS: Mapping[type, Callable[[Case, Message[Any], date], Decision[Case]]] = {
    RecordGuidance: record_guidance,
    ExemptFromSelfBooking: exempt,
    RefuseExemption: refuse_exemption,
    ObjectToExemption: object_to_exemption,
    DecideExemption: decide_exemption,
    EndExemption: end_exemption,
    WithdrawSelfBooking: withdraw,
    RestoreSelfBooking: restore,
    ReportLessIntensive: effort.report,
    EndLessIntensive: effort.end,
    DenyLessIntensive: effort.deny,
    ReportControlDoubt: report_doubt,
    RecordControlInterview: interview_held,
    RecordControlOffer: offer_given,
}

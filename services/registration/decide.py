"""What registration does with each message. Pure: a case and a message in, a decision out."""

from contracts.deadlines.v1 import DeadlineClosed, DeadlineOverdue, DeadlineResumed, OverdueReversed
from contracts.registration.dagpenge_v1 import (
    DecideEducationTarget,
    RecordPlacement,
    ReportHours,
    StartBenefit,
    StopBenefit,
    WithdrawPlacement,
)
from contracts.registration.v1 import (
    CorrectDeregistration,
    DecideHoliday,
    Deregister,
    MoveCitizen,
    RecordAbsence,
    RegisterCitizen,
    ReportRecovered,
    ReportSick,
    ReRegister,
    WithdrawAbsence,
)
from contracts.slots.v1 import (
    InterviewBooked,
    InterviewCancelled,
    InterviewHeld,
    InterviewHeldWithdrawn,
    InterviewSummoned,
    NoImmediateTimes,
)
from services.registration.absences import decide_holiday, record_absence, withdraw_absence
from services.registration.anew import WANTED, Anew, day_came
from services.registration.benefit import start_benefit, stop_benefit
from services.registration.case import Case
from services.registration.consequences import settling
from services.registration.education import decide_education_target
from services.registration.entering import move_citizen, register_citizen
from services.registration.entitlements import RIGHTS
from services.registration.interviews import (
    interview_booked,
    interview_cancelled,
    interview_held,
    interview_never_held,
    interview_summoned,
    no_times,
)
from services.registration.leaving import correct_deregistration, deregister_on_request, re_register_on_request
from services.registration.order import as_said
from services.registration.overdue import deadline_closed, deadline_overdue, deadline_resumed, overdue_reversed
from services.registration.placement import record_placement, report_hours, withdraw_placement
from services.registration.responsible import telling
from services.registration.sickness import report_recovered, report_sick
from shared.law.decision import Decider

decide: Decider[Case] = Anew(
    telling(
        as_said(
            {
                RegisterCitizen: register_citizen,
                MoveCitizen: move_citizen,
                **settling(RIGHTS),
                Deregister: deregister_on_request,
                ReRegister: re_register_on_request,
                CorrectDeregistration: correct_deregistration,
                ReportSick: report_sick,
                ReportRecovered: report_recovered,
                RecordAbsence: record_absence,
                WithdrawAbsence: withdraw_absence,
                DecideHoliday: decide_holiday,
                DeadlineOverdue: deadline_overdue,
                OverdueReversed: overdue_reversed,
                DeadlineClosed: deadline_closed,
                DeadlineResumed: deadline_resumed,
                InterviewBooked: interview_booked,
                InterviewSummoned: interview_summoned,
                InterviewHeld: interview_held,
                InterviewHeldWithdrawn: interview_never_held,
                InterviewCancelled: interview_cancelled,
                NoImmediateTimes: no_times,
                RecordPlacement: record_placement,
                WithdrawPlacement: withdraw_placement,
                ReportHours: report_hours,
                DecideEducationTarget: decide_education_target,
                StartBenefit: start_benefit,
                StopBenefit: stop_benefit,
            }
        )
    ),
    dict.fromkeys(WANTED, day_came),
)

"""Which function decides which message. All read the business time of the sender, never the time of arrival."""

from contracts.deadlines.v1 import (
    AskOutages,
    ChooseReminders,
    CloseDeadline,
    ExtendDeadline,
    NoteOutage,
    OutagesOfDay,
    RecordAttempt,
    RecordOutage,
    RecordWrittenNotice,
    SetDeadline,
)
from contracts.registration.dagpenge_v1 import ResponsibilityChanged
from contracts.registration.effort_v1 import LessIntensiveEnded, LessIntensiveStarted
from contracts.registration.self_booking_v1 import SelfBookingDeprived, SelfBookingExempted, SelfBookingRestored
from contracts.registration.v1 import (
    AbsenceRecorded,
    AbsenceWithdrawn,
    CitizenRegistered,
    DeregistrationReversed,
    GuidanceRecorded,
    JobseekerDeregistered,
    JobseekerReRegistered,
)
from contracts.slots.v1 import (
    InterviewBooked,
    InterviewCancelled,
    InterviewHeld,
    InterviewHeldWithdrawn,
    InterviewMissed,
    InterviewSummoned,
)
from services.deadlines import attempts, meetings, outage_day, subscribe, told
from services.deadlines.again import last_word
from services.deadlines.case import Case
from services.deadlines.commands import close_deadline, extend_deadline, record_notice, set_deadline
from services.deadlines.course.decide import WithCourse
from services.deadlines.facts import booked, cancelled, day_ended, guided, meeting_day_came, registered, status_changed
from services.deadlines.settle import DUE, LAPSE, MEETING, REMIND
from shared.law.decision import Decider

decide: Decider[Case] = WithCourse(
    {
        SetDeadline: last_word(set_deadline, set_deadline),
        ExtendDeadline: last_word(extend_deadline, set_deadline),
        CloseDeadline: last_word(close_deadline, set_deadline),
        RecordWrittenNotice: record_notice,
        ChooseReminders: subscribe.choose_reminders,
        CitizenRegistered: registered,
        GuidanceRecorded: guided,
        RecordAttempt: attempts.record_attempt,
        OutagesOfDay: attempts.outages_told,
        RecordOutage: outage_day.record,
        NoteOutage: outage_day.note,
        AskOutages: outage_day.asked,
        InterviewBooked: booked,
        InterviewCancelled: cancelled,
        InterviewSummoned: meetings.summoned,
        InterviewHeld: meetings.held,
        InterviewHeldWithdrawn: meetings.never_held,
        InterviewMissed: meetings.missed,
        ResponsibilityChanged: told.responsibility,
        SelfBookingExempted: told.exempted,
        SelfBookingDeprived: told.deprived,
        SelfBookingRestored: told.restored,
        LessIntensiveStarted: told.less_intensive,
        LessIntensiveEnded: told.fully_intensive,
        AbsenceRecorded: told.absent,
        AbsenceWithdrawn: told.present,
        JobseekerDeregistered: told.deregistered,
        JobseekerReRegistered: told.registered_again,
        DeregistrationReversed: told.deregistration_reversed,
    },
    {DUE: day_ended, MEETING: meeting_day_came, LAPSE: status_changed, REMIND: subscribe.reminder_due},
)

"""Which function decides which message. All read the business time of the sender, never the time of arrival."""

from contracts.deadlines.v1 import CloseDeadline, ExtendDeadline, SetDeadline
from contracts.registration.v1 import CitizenRegistered, GuidanceRecorded
from contracts.slots.v1 import InterviewBooked, InterviewCancelled
from services.deadlines.case import Case
from services.deadlines.commands import close_deadline, extend_deadline, set_deadline
from services.deadlines.facts import booked, cancelled, day_ended, guided, meeting_day_came, registered
from services.deadlines.settle import DUE, MEETING
from shared.law.decision import Decider

decide: Decider[Case] = Decider(
    {
        SetDeadline: set_deadline,
        ExtendDeadline: extend_deadline,
        CloseDeadline: close_deadline,
        CitizenRegistered: registered,
        GuidanceRecorded: guided,
        InterviewBooked: booked,
        InterviewCancelled: cancelled,
    },
    {DUE: day_ended, MEETING: meeting_day_came},
)

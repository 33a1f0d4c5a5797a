"""Where the sources leave room: the points that can be chosen, in one place."""

from datetime import timedelta

from contracts.types import Channel, InterviewType

JOBNET_AHEAD = timedelta(days=8)
"""SUM-03, AMB. FAQ 13-02-2018: summoned through Jobnet the interview is »tidligst 8 dage senere«. On other channels it may be
sooner (SUM-02): V1 2.1 allows short notice, and would be empty if no channel carried it."""

IN_WRITING_AND_PERSONAL = frozenset({Channel.DIGITAL_POST, Channel.LETTER, Channel.HANDED_OVER})
"""SUM-04, INF. BAB § 46, stk. 1: whoever is exempt or deprived is summoned »skriftligt og personligt«. Not by telephone, which is
not written, and not through Jobnet, which is not personal and which many were exempted from for lack of IT skills."""

OFFERED = 5
"""IM-01, AMB: how many times »et begrænset antal« are (V1 2.7.1)."""

OFFERED_TYPE = InterviewType.JOB
"""IM-01: V1 2.7.1 speaks of »en jobsamtale«. A joint one may be booked too, but is not what is offered."""

REMEMBERED = timedelta(days=92)
"""How long after its day a cancelled interview is remembered, so that one that was held all the same can be registered."""

GRACE = timedelta(minutes=10)
"""How long after midnight what a day brings is judged, so that what was sent before midnight has come."""

"""Where the sources leave room: the points that can be chosen, in one place."""

from datetime import time, timedelta

from contracts.types import InterviewType

GRACE = timedelta(minutes=10)
"""How long after midnight a limit is judged, so that what was sent before midnight has come. No rule's limit moves."""

BACKDATED = timedelta(0)
"""TG-01: how long before the command a deadline may claim to have been visible. A citizen cannot have read what did not
stand on Jobnet (V1 2.2), so not at all; every day allowed here is a day taken from the eight of DL-01."""

OBSOLETE_MONTHS = 1
"""OB-02, AMB: a deadline is void after the end of the month so many months after its own. The other reading is 0."""

HOLIDAY_NOTICE = timedelta(days=14)
"""HOL-02: how long before its start a holiday must have been told for a deadline to pay regard to it (V1 2.15)."""

WRITTEN_NOTICE_DAYS = 8
"""DL-11, INF: how many days before the deadline's day the written notice must have been sent. 0: on the day at the latest."""

REMIND_BEFORE = ((28, (14, 7, 1)), (14, (7, 3, 1)), (0, (3, 1)))
"""DL-03: for a deadline longer than so many days, how many days before its end a subscriber is reminded, besides at its
creation. V1 2.2 says »et par gange herefter afhængig af, hvor lang fristen er«."""

REMIND_AT = time(8)
"""DL-03: when a reminder goes out that is not sent at the creation, by the Danish clock."""

JOB_INTERVIEWS = frozenset({InterviewType.JOB, InterviewType.JOINT})
"""CC-17, INF: which interviews the course counts. A follow-up interview (*opfølgningssamtale*) belongs to another course."""

MONTHS_WITHOUT_BENEFIT = 1
"""CC-04: after so many months without benefit the course begins again. INF for G7 to G10."""

FIRST_WITH_AKASSE = InterviewType.JOINT
"""TR-08, AMB: the type of the jobcentre's first interview when the a-kasse takes part. V2 4.2 wants times for it that
are agreed with the a-kasse, which only a type of its own can have."""

NEWCOMER = timedelta(days=7)
"""DL-12, INF: how long somebody new or back in the course may be without a plan before the follow-up list names them."""

LASTING_OUTAGE_IS_PROOF = True
"""OUT-02, OUT-03, AMB and INF: an outage that lasted until the deadline's day ended needs no recorded attempt. False: it does."""

LAST_MINUTE = timedelta(minutes=1)
"""OUT-02, OUT-03, INF: an outage told to have ended so shortly before midnight, 23:59 or 23:59:59, lasted until the day ended."""

LONGEST_OUTAGE = timedelta(days=31)
"""OUT-01 to OUT-03: a longer window is taken for a slip of the operator's pen."""

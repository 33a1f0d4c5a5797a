"""Each command that passed the door got exactly one answer on its sender's `out` topic, or waits; and no service answers
a command twice."""

from contracts.gateway.v1 import CommandAnswered
from contracts.registry import BY_MODEL
from deploy.audit.run import Opened, Run
from services.gateway.door import INBOUND
from services.gateway.policy import PLACES
from shared.runtime.wire import restored

CHECK = "answers"
ANSWERED = BY_MODEL[CommandAnswered].type
TWICE = """
    SELECT subject, headers::json ->> 'ce_answers' AS number, count(*) AS times FROM journal
    WHERE topic = $1 AND headers LIKE '%"ce_answers"%' GROUP BY 1, 2 HAVING count(*) > 1 ORDER BY 1, 2 LIMIT 100"""
UNEVEN = """
    SELECT place, asked, answered FROM (
        SELECT headers::json ->> 'ce_causationid' AS place,
            count(*) FILTER (WHERE topic = $1) AS asked, count(*) FILTER (WHERE type = $2) AS answered
        FROM journal WHERE topic = $1 OR type = $2 GROUP BY 1) AS counted
    WHERE asked <> 1 OR answered <> 1 ORDER BY place"""
ASTRAY = """
    SELECT shard, position FROM journal WHERE type = $1 AND topic IS DISTINCT FROM
        'out.' || substring(headers::json ->> 'ce_causationid' FROM '^in[.]([^/]+)/')
    ORDER BY 1, 2 LIMIT 100"""
UNANSWERED = """
    SELECT subject, headers::json ->> 'ce_causationid' AS place, headers::json ->> 'ce_id' AS id,
        headers::json ->> 'ce_correlationid' AS command
    FROM journal WHERE topic = $1 AND headers::json ->> 'ce_causationid' = ANY($2::text[]) ORDER BY shard, position"""
TIMES = """
    SELECT count(*) FROM journal
    WHERE subject = $1 AND topic = $2 AND headers::json ->> 'ce_correlationid' = $3"""
WAITING = "SELECT message FROM waiting"


async def check(run: Run, of: Opened) -> None:
    """Counted in the database; looked at one by one are only commands without an answer, which are few at rest."""
    for row in await of.tx.fetch(TWICE, f"{of.name}.events"):
        run.report.find(CHECK, of.name, row["subject"], f"command {row['number']} is answered by {row['times']} events")
    if not of.service.doors:
        return
    for row in await of.tx.fetch(ASTRAY, ANSWERED):
        run.report.find(CHECK, of.name, f"{row['shard']}:{row['position']}", "this answer goes to another than asked")
    open_places = []
    async for row in of.tx.cursor(UNEVEN, INBOUND, ANSWERED, prefetch=1000):
        if row["asked"] == 1 and row["answered"] == 0:
            open_places.append(row["place"])
        else:
            what = f"passed on {row['asked']} times, answered {row['answered']} times"
            run.report.find(CHECK, of.name, row["place"] or "an answer", what)
    if open_places:
        await _open(run, of, open_places)


async def _open(run: Run, of: Opened, places: list[str]) -> None:
    """A command without an answer waits somewhere, or came too often to be noted. One that was discarded has an answer."""
    waiting = await _waiting(run)
    for row in await of.tx.fetch(UNANSWERED, INBOUND, places):
        if row["command"] in waiting:
            run.report.counts["commands waiting"] += 1
        elif not run.at_rest:
            run.report.counts["commands under way"] += 1
        elif await of.tx.fetchval(TIMES, row["subject"], INBOUND, row["command"]) <= PLACES:
            run.report.find(CHECK, of.name, row["place"], "was passed on, has no answer, and nothing of it waits")


async def _waiting(run: Run) -> set[str]:
    """The commands at the root of what waits anywhere."""
    return {
        restored(row["message"]).correlation for each in run.services.values() for row in await each.tx.fetch(WAITING)
    }

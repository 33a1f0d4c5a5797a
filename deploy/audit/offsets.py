"""What was read and what was published, against what there is: offsets and topics, cursors and journals."""

from deploy.audit.run import Opened, Run

CHECK = "offsets"


async def check(run: Run, of: Opened) -> None:
    """No offset beyond its topic, no cursor beyond its journal; at rest each is at the very end."""
    for shard, at in of.at.items():
        if at.cursor > at.position:
            run.report.find(
                CHECK, of.name, f"shard {shard}", f"the cursor is at {at.cursor}, the journal at {at.position}"
            )
        if run.at_rest and at.cursor < at.position:
            run.report.find(
                CHECK, of.name, f"{shard}:{at.cursor + 1}", f"not published: cursor {at.cursor}, journal {at.position}"
            )
    for topic in of.service.topics:
        ends = await run.topics.ends(topic)
        for shard in range(run.shards):
            if shard not in ends:
                run.report.find(CHECK, of.name, f"{topic}/{shard}", "this partition does not exist")
        for shard, (_, end) in ends.items():
            read = of.offset(topic, shard)
            run.report.counts["places read"] += 1
            if read > end:
                run.report.find(CHECK, of.name, f"{topic}/{shard}@{read}", f"read beyond the end, which is {end}")
            elif run.at_rest and read < end and (unread := await _first_from(run, topic, shard, read)) is not None:
                run.report.find(CHECK, of.name, f"{topic}/{shard}@{unread}", f"not read: offset {read}, end {end}")


async def _first_from(run: Run, topic: str, shard: int, offset: int) -> int | None:
    """The first record from an offset on. A partner's topic may end in a transaction's marker, which is no record."""
    async for record in run.topics.records(topic, shard):
        if record.offset >= offset:
            return record.offset
    return None

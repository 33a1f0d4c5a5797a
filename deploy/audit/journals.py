"""Each journal is gapless per shard: positions 1 to the shard's, none missing, none beyond."""

from deploy.audit.run import Opened, Run

EXTENT = "SELECT shard, count(*) AS number, max(position) AS last FROM journal GROUP BY shard"
FIRST_GAP = """
    SELECT n FROM (SELECT position, row_number() OVER (ORDER BY position) AS n FROM journal WHERE shard = $1) AS counted
    WHERE position <> n ORDER BY n LIMIT 1"""
CHECK = "journal"


async def check(run: Run, of: Opened) -> None:
    """Counts in the database; looks for the place only where the numbers differ."""
    found = {row["shard"]: (row["number"], row["last"]) for row in await of.tx.fetch(EXTENT)}
    for shard in sorted({*found, *of.at}):
        number, last = found.get(shard, (0, 0))
        position = of.at[shard].position if shard in of.at else 0
        run.report.counts["journal rows"] += number
        if number != last:
            missing = await of.tx.fetchval(FIRST_GAP, shard)
            run.report.find(CHECK, of.name, f"{shard}:{missing}", "this row is missing")
        if last > position:
            run.report.find(
                CHECK, of.name, f"{shard}:{position + 1}", f"rows up to {last} lie beyond the shard's position"
            )
        if last < position:
            run.report.find(
                CHECK, of.name, f"{shard}:{last + 1}", f"the shard's position is {position}, its last row {last}"
            )
        if not 0 <= shard < run.shards:
            run.report.find(CHECK, of.name, f"shard {shard}", f"there are {run.shards} shards")

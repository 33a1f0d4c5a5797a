"""What cannot be read, or is not there at all, is a finding with its place; the audit goes on."""

from dataclasses import replace

from deploy.audit import KafkaTopics
from deploy.embedded.world import World
from tests.audit.planted import Bench, origin

EVENTS = "deadlines.events"


async def test_a_topic_that_is_gone_is_named_by_who_writes_it_and_who_reads_it(bench: Bench) -> None:
    lanes = {place: lane for place, lane in bench.copy.lanes.items() if place[0] != EVENTS}
    gone = replace(bench, copy=replace(bench.copy, lanes=lanes))
    what = "this partition does not exist"
    assert ("topics", f"{EVENTS}/0", what) in await gone.findings("deadlines")
    assert ("offsets", f"{EVENTS}/0", what) in await gone.findings("registration")


async def test_a_topic_that_kafka_does_not_have_is_empty_at_once(lived: World) -> None:
    async with KafkaTopics(lived.servers.kafka, lived.topics, lived.shards) as topics:
        assert await topics.ends("deadlines.nothing") == {}
        assert [record async for record in topics.records("deadlines.nothing", 0)] == []
        assert len(await topics.ends(EVENTS)) == lived.shards


async def test_a_row_whose_key_has_no_partition_is_named(bench: Bench) -> None:
    partition, lane = bench.lane(EVENTS)
    shard, position = (int(part) for part in origin(lane[0]).split(":"))
    change = "UPDATE journal SET key = key || 'x' WHERE shard = $1 AND position = $2"
    found = await bench.sql("deadlines", change, shard, position).findings("deadlines")
    assert ("topics", f"{EVENTS}/{partition}@0", "lies in a partition where its key does not belong") in found
    assert ("decisions", origin(lane[0]), "key not as decided again") in found


async def test_a_row_that_no_decoder_reads_is_named_though_several_checks_had_to_stop(bench: Bench) -> None:
    _, lane = bench.lane(EVENTS)
    shard, position = (int(part) for part in origin(lane[1]).split(":"))
    change = "UPDATE journal SET headers = headers || '}' WHERE shard = $1 AND position = $2"
    found = await bench.sql("deadlines", change, shard, position).findings("deadlines")
    assert ("unreadable", origin(lane[1]), "its headers cannot be read: DecodeError") in found
    assert ("states", "somewhere", "what is stored cannot be checked: DecodeError") in found


async def test_a_case_in_tables_that_cannot_be_read_is_named_and_the_others_are_compared(bench: Bench) -> None:
    row = await bench.ask("slots", "SELECT citizen, id FROM interview ORDER BY 1, 2")
    change = "UPDATE interview SET form = 'X' WHERE citizen = $1 AND id = $2"
    found = await bench.sql("slots", change, *row).findings("slots")
    assert found == [("state", row["citizen"], "the stored case cannot be read: ValueError")]


async def test_a_document_beside_a_case_in_tables_is_found(bench: Bench) -> None:
    subject = (await bench.ask("slots", "SELECT citizen FROM interview"))[0]
    found = await bench.sql("slots", "UPDATE subject SET body = '{}' WHERE subject = $1", subject).findings("slots")
    assert found == [("state", subject, "has a document, and its case is kept in tables")]


async def test_a_table_that_is_gone_stops_no_other_check(bench: Bench) -> None:
    found = await bench.sql("sanctions", "DROP TABLE waiting").findings("sanctions")
    assert ("unreadable", "a whole table", 'UndefinedTableError: relation "waiting" does not exist') in found
    assert "journal" not in {check for check, _, _ in found}


async def test_a_database_without_the_runtime_s_tables_is_named_and_the_other_services_are_audited(
    bench: Bench,
) -> None:
    found = await bench.sql("sanctions", "DROP TABLE shard_offset").findings("sanctions", "akasse")
    assert found == [("database", "sanctions", 'cannot be read: relation "shard_offset" does not exist')]


async def test_a_number_that_does_not_lead_to_its_citizen_any_more_is_found(bench: Bench) -> None:
    citizen = (await bench.ask("gateway", "SELECT citizen FROM identity ORDER BY citizen"))[0]
    change = r"UPDATE identity SET lookup = lookup || '\x00'::bytea WHERE citizen = $1"
    found = await bench.sql("gateway", change, citizen).findings("gateway")
    assert found == [("vault", citizen, "the number of this citizen does not lead here")]


async def test_a_number_that_cannot_be_opened_is_found_and_so_are_the_notices_that_had_it(bench: Bench) -> None:
    sent_with_number = "SELECT subject FROM journal WHERE topic LIKE 'out.akasse-%' AND type LIKE '%NoticeIssued%'"
    told = f"SELECT citizen FROM identity WHERE citizen IN ({sent_with_number}) ORDER BY citizen"
    citizen = (await bench.ask("gateway", told))[0]
    change = r"UPDATE identity SET sealed_cpr = sealed_cpr || '\x00'::bytea WHERE citizen = $1"
    found = await bench.sql("gateway", change, citizen).findings("gateway")
    assert ("vault", citizen, "the number of this citizen cannot be opened") in found
    assert {check for check, _, _ in found} == {"vault", "topics"}


async def test_a_citizen_who_is_lacking_in_the_vault_and_a_foreign_mark_are_found(bench: Bench) -> None:
    citizen = (await bench.ask("gateway", "SELECT citizen FROM identity ORDER BY citizen"))[0]
    found = await bench.sql("gateway", "DELETE FROM identity WHERE citizen = $1", citizen).findings("gateway")
    assert ("vault", citizen, "is not in the vault") in found
    found = await bench.sql("gateway", "DELETE FROM vault_mark").findings("gateway")
    assert found == [("vault", "vault_mark", "is not that of this master key")]

"""The vault: every number opens and leads to its citizen, and no citizen about whom something was said is lacking."""

from contracts.registry import CONTRACTS
from deploy.audit.run import Opened, Run
from services.gateway.door import INBOUND, GatewayDoor

CHECK = "vault"
LACKING = """
    SELECT DISTINCT subject FROM journal WHERE topic = $1 AND type = ANY($2)
    AND NOT EXISTS (SELECT FROM identity WHERE citizen = subject) ORDER BY subject LIMIT 100"""
ANYBODY = "SELECT EXISTS (SELECT FROM identity)"
ABOUT_CITIZENS = [each.type for each in CONTRACTS.values() if each.kind == "command" and each.about == "citizen"]


async def check(run: Run, of: Opened) -> None:
    """Erased citizens keep a row without a number."""
    vaults = {id(door.vault): door.vault for door in of.service.doors.values() if isinstance(door, GatewayDoor)}
    for vault in vaults.values():
        if await of.tx.fetchval(ANYBODY) and not await vault.is_marked(of.tx):
            run.report.find(CHECK, of.name, "vault_mark", "is not that of this master key")
        async for citizen, what in vault.unfit(of.tx):
            run.report.find(CHECK, of.name, citizen, what)
        for row in await of.tx.fetch(LACKING, INBOUND, ABOUT_CITIZENS):
            run.report.find(CHECK, of.name, row["subject"], "is not in the vault")

"""Who must book job interviews themselves (*pligt til selvbooking*). V1 Indledning; BAB § 44, stk. 1."""

from contracts.types import Group

SB = frozenset(Group) - {Group.G6}
"""All target groups but sygedagpenge, which VEJ 9207 leaves out."""

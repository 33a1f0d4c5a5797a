"""Who must book job interviews themselves (*pligt til selvbooking*). V1 Indledning; BAB § 44, stk. 1."""

from datetime import date

from contracts.types import Group

SB = frozenset(Group) - {Group.G6}
"""All target groups but sygedagpenge, which VEJ 9207 leaves out."""

E21 = date(2021, 1, 1)
"""When the rules of BAB § 44 took their present form for all groups."""

"""The changes of law that the platform knows, by their days."""

from datetime import date, timedelta

G16 = date(2016, 9, 1)
"""Since when anybody must book interviews themselves: G1, FAQ 13-02-2018; the other groups came later (TG-05).

What was the rule before 2021 in other paragraphs, for those who had the duty then, is cited in its present form."""
E21 = date(2021, 1, 1)
"""V1 in its present reach: all groups but G6."""
E24 = date(2024, 1, 1)
"""The simplified contact course, lov nr. 727 of 13/06/2023."""
P24 = E24 - timedelta(days=1)
"""Last day of the law before it."""

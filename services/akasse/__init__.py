"""A-kasse: what the unemployment funds are told, and what they answer."""

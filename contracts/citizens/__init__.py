"""How a citizen stands."""

"""Who is speaking, and what they may see: the door, the router and the feeds."""

"""What the gateway decides, by topic: relations, who may send, answers, who hears of it. Pure functions."""

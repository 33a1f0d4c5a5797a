"""Kafka on a machine that is not ours to start: its topics, and what lies in the dead letters."""

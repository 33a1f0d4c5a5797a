"""The operators' window: shows what the other services said, and sends an operator's commands. Decides nothing."""

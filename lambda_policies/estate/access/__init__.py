"""Access: what roles may do and who can invoke functions, decided on what the plan gives."""

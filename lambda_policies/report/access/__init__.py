"""What roles may do and who can invoke functions, for people and for machines."""

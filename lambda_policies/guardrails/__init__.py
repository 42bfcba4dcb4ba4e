"""The guardrails: what they are, how they are evaluated, and the coded ones, one file each."""

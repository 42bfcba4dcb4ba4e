"""Guardrails for AWS Lambda, decided on Terraform and OpenTofu plans."""

from __future__ import annotations

__version__ = "0.1.0"

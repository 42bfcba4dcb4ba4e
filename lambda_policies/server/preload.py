"""Imported by the process that workers are forked from: what every plan needs is there before the first one comes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

ROOMS = ("estate", "governance", "guardrails", "iam", "packs", "plan", "report", "source")

for _room in ROOMS:
    _package = import_module(f"lambda_policies.{_room}")
    for _module in walk_packages(_package.__path__, f"{_package.__name__}."):
        import_module(_module.name)

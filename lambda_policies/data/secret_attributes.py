"""Which attributes hold a secret itself, rather than the name or the ARN of one."""

from __future__ import annotations

from lambda_policies.data import load


def secret_attributes(kind: str) -> frozenset[str]:
    """The attributes of Terraform type *kind* that hold a secret."""
    return frozenset(load("secret_attributes")["secrets"].get(kind, ()))


def carries_anything(kind: str) -> bool:
    """Whether objects of Terraform type *kind* pass on whatever somebody puts into them."""
    return kind in load("secret_attributes")["carriers"]

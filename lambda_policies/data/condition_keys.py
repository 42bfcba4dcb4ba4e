"""The condition keys of AWS and their types, whichever service they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from lambda_policies.data import load
from lambda_policies.data.actions import condition_keys, names

_PLACE = re.compile(r"\\\$\\\{[^}]*\\\}|<[^>]*>|(?<=/)tag\\-key$|(?<=/)$")


@lru_cache(maxsize=4096)
def type_of(key: str) -> str | None:
    """The type of a key, such as ``ARN``, ``Bool`` or ``ArrayOfString``; None for one that is not known.

    Keys compare without regard to case; what stands for a tag's key may be anything.
    """
    head = key.partition(":")[0].lower()
    tables = (_global(), _cross_service()) if head == "aws" else (_cross_service(), condition_keys(head))
    return next((found for table in tables if (found := _in(key, table))), None)


def is_cross_service(key: str) -> bool:
    """Whether a key of one service comes with requests to others: ``lambda:SourceFunctionArn``."""
    return key.lower() in {one.lower() for one in _cross_service()}


def is_chosen_by_caller(key: str) -> bool:
    """Whether callers write what they like into a key."""
    return key.lower() in load("condition_keys")["chosen_by_caller"]


def is_exact(key: str) -> bool:
    """Whether there is no use for wildcards in a key's values: an account, an organisation, a network."""
    return key.lower() in load("condition_keys")["exact"]


def has_own_keys(prefix: str) -> bool | None:
    """Whether *prefix* stands before keys that are listed; None for identity providers, whose keys are their own."""
    if "." in prefix or "/" in prefix or prefix in ("saml", "aws-marketplace"):
        return None
    return prefix == "aws" or names(prefix) is not None


def is_same(key: str, template: str) -> bool:
    """Whether a key is the one that *template* writes, with anything in place of ``${…}``."""
    return _pattern(template).fullmatch(key.lower()) is not None


def _in(key: str, table: Mapping[str, str]) -> str | None:
    return next((kind for template, kind in table.items() if is_same(key, template)), None)


@lru_cache(maxsize=8192)
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(".+", re.escape(template.lower())))


@cache
def _global() -> Mapping[str, str]:
    return dict(load("condition_keys")["global"])


@cache
def _cross_service() -> Mapping[str, str]:
    return dict(load("condition_keys")["cross_service"])

"""What the provider makes of a configuration: defaults, nulls, computed values, and holes that swallow collections."""

from __future__ import annotations

import json
import re
from typing import Any

from lambda_policies.errors import PackError
from lambda_policies.examples.conversion import converted, ordered_set
from lambda_policies.examples.holes import HOLE, Secret, has_hole
from lambda_policies.examples.schema import Attribute, Block
from lambda_policies.source.evaluation.gojson import go_json
from lambda_policies.suggest import did_you_mean

WRITE_ONLY = "_wo"
"""How the names of attributes end that neither plan nor state show."""
# The provider writes these policy documents anew, with Version first.
_JSON = frozenset({"policy", "assume_role_policy", "redrive_policy", "redrive_allow_policy", "event_pattern"})
_VERSION_FIRST = frozenset({"aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "inline_policy"})
# What the SDK writes for an unset attribute of a block in a set, by the start of its type.
_UNSET_IN_SET = {"s": "", "set": []}
_VERSION = re.compile(r'\{(.*),"Version":"2012-10-17"(.*)\}', re.DOTALL)


def _body(member: Any) -> dict[str, Any]:
    """Give the body of a block; a whole block is never sensitive."""
    body: dict[str, Any] = member.value if isinstance(member, Secret) else member
    return body


def _zero(value: Any, constraint: Any) -> Any:
    """Fill the unset parts of the objects of an attribute that is written as blocks (``ingress``, ``egress``)."""
    zeros = {"string": "", "number": 0, "bool": False}
    if not isinstance(value, dict):
        return value
    planned = {}
    for name, inner in constraint[1].items():
        member = value[name]
        if member is None:
            member = zeros[inner] if isinstance(inner, str) else []
        planned[name] = HOLE if isinstance(member, list) and has_hole(member) else member
    return planned


class Provider:
    """Plans the objects of one type: ``after`` with holes, from what the configuration sets.

    SDK resources lose a whole collection to one hole in it, unless ``keeps`` says otherwise; data sources and framework
    resources keep its other members. ``plain`` plans nothing of the provider's own: a data source that waits, which
    Terraform plans itself.
    """

    def __init__(self, kind: str, schema: Block, *, plain: bool = False, keeps: bool = False) -> None:
        self.kind = kind
        self.schema = schema
        self.plain = plain
        self.collapses = not plain and not schema.framework
        self.swallows = self.collapses and not keeps

    def planned(self, config: dict[str, Any]) -> dict[str, Any]:
        """Give the planned object."""
        planned = self._block(self.schema, config, self.kind, in_set=False)
        return planned if self.plain else self._derived(planned, config)

    def _derived(self, planned: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
        """Give what the provider derives from other attributes."""
        if "tags_all" in planned and "tags_all" not in config:
            planned["tags_all"] = planned["tags"] or ({} if self.schema.framework else HOLE)
        if self.kind == "aws_sqs_queue" and planned["sqs_managed_sse_enabled"] is True:
            planned["kms_data_key_reuse_period_seconds"] = 0
        return planned

    def _block(self, block: Block, config: dict[str, Any], name: str, *, in_set: bool) -> dict[str, Any]:
        known = block.attributes.keys() | block.blocks.keys()
        for key in config.keys() - known:
            raise PackError(f"An example sets {key!r}, which {name} does not have.", did_you_mean(key, known))
        planned = {
            key: self._attribute(key, attribute, config.get(key), name, in_set=in_set)
            for key, attribute in block.attributes.items()
        }
        for key, nested in block.blocks.items():
            planned[key] = self._nested(key, nested, config.get(key))
        return dict(sorted(planned.items()))

    def _attribute(self, key: str, attribute: Attribute, value: Any, name: str, *, in_set: bool) -> Any:
        if value is None or key.endswith(WRITE_ONLY):
            return self._unset(attribute, in_set=in_set)
        value = converted(value, attribute.type)
        if not self.collapses:
            return value
        if isinstance(value, list | dict):
            return _collection(value, attribute, swallows=self.swallows)
        if isinstance(value, Secret) and isinstance(value.value, list | dict):
            return HOLE if self.swallows and has_hole(value) else value
        if key in _JSON and isinstance(value, str):
            return _document(value, version_first=name in _VERSION_FIRST)
        return value

    def _unset(self, attribute: Attribute, *, in_set: bool) -> Any:
        if "c" in attribute.flags:
            return HOLE
        if self.plain or attribute.default is not None:
            return None if self.plain else attribute.default
        return _UNSET_IN_SET.get(str(attribute.type[0])) if in_set and self.collapses else None

    def _nested(self, key: str, block: Block, value: Any) -> Any:
        if value is HOLE:
            return HOLE
        if value is None:
            if block.nesting == "single":
                return None
            return HOLE if block.computed and not self.plain else []
        members = value if isinstance(value, list) else [value]
        in_set = block.nesting == "set"
        planned = [
            HOLE if member is HOLE else self._block(block, _body(member), key, in_set=in_set) for member in members
        ]
        if block.nesting == "single":
            return planned[0]
        if key == "environment" and not any(member is HOLE or member.get("variables") for member in planned):
            return []
        return ordered_set(planned) if in_set else planned


def _collection(value: Any, attribute: Attribute, *, swallows: bool) -> Any:
    """Plan a collection as the SDK does: one hole swallows it, and empty maps and sets count as unset."""
    kind, inner = attribute.type
    if isinstance(inner, list) and isinstance(value, list):
        return ordered_set([_zero(member, inner) for member in value])
    if swallows and has_hole(value):
        return HOLE
    if value or kind == "list":
        return value
    return HOLE if "c" in attribute.flags else None


def _document(text: str, *, version_first: bool) -> str:
    """Write a JSON text as the provider does; what is no JSON stays as it is."""
    try:
        compact = go_json(json.loads(text))
    except ValueError:
        return text
    return _VERSION.sub(r'{"Version":"2012-10-17",\1\2}', compact) if version_first else compact

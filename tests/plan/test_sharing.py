from __future__ import annotations

import json
import sys

from msgspec import Raw

from lambda_policies.plan.index import Plan
from lambda_policies.plan.reader import read_plan

BLOCK = {"address": "aws_sqs_queue.q", "mode": "managed", "type": "aws_sqs_queue", "name": "q", "expressions": {}}
PLAN = {
    "format_version": "1.2",
    "variables": {"size": {"value": 3}},
    "planned_values": {"root_module": {}},
    "prior_state": {"values": {"root_module": {}}},
    "resource_changes": [
        {
            "address": f"module.{name}.aws_sqs_queue.q",
            "module_address": f"module.{name}",
            "mode": "managed",
            "type": "aws_sqs_queue",
            "name": "q",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": {"name": name},
                "after_unknown": {"arn": True, "tags": {}},
                "after_sensitive": {},
            },
        }
        for name in ("a", "b")
    ],
    "configuration": {
        "root_module": {
            "module_calls": {
                name: {"source": "./queue", "expressions": {}, "module": {"resources": [BLOCK]}} for name in ("a", "b")
            }
        }
    },
}


def _text(raw: Raw) -> object:
    return json.loads(bytes(raw))


def test_a_plan_that_was_read_does_not_keep_its_file() -> None:
    data = json.dumps(PLAN).encode()
    held = sys.getrefcount(data)
    loaded = read_plan(data, "plan.json")
    assert loaded.document.resource_changes
    assert sys.getrefcount(data) == held


def test_what_may_be_read_later_is_kept() -> None:
    document = read_plan(json.dumps(PLAN).encode(), "plan.json").document
    assert _text(document.variables) == PLAN["variables"]
    assert document.prior_state() is not None


def test_equal_parts_are_one() -> None:
    document = read_plan(json.dumps(PLAN).encode(), "plan.json").document
    changes = document.resource_changes
    assert changes is not None
    first, second = changes
    assert first.change.after_unknown is second.change.after_unknown
    assert first.change.actions is second.change.actions
    assert (_text(first.change.after), _text(second.change.after)) == ({"name": "a"}, {"name": "b"})


def test_instances_that_are_marked_alike_share_the_marks() -> None:
    plan = Plan(read_plan(json.dumps(PLAN).encode(), "plan.json").document)
    first, second = plan.resources
    assert first.after_unknown == {"arn": True}
    assert first.after_unknown is second.after_unknown


def test_modules_made_of_one_source_share_their_blocks() -> None:
    plan = Plan(read_plan(json.dumps(PLAN).encode(), "plan.json").document)
    first, second = plan.resources
    assert first.config is not None
    assert first.config is second.config

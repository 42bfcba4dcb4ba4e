"""Makes ``lambda_policies/data/provider_schema.json``: what the AWS provider adds to what an author writes.

    terraform providers schema -json > schema.json
    python tools/provider_schema.py schema.json tests/examples/plans/defaults/plan.json YYYY-MM-DD

The schema says which attributes exist; the defaults of the provider, and which blocks it computes, are in no schema.
They are measured: what a real plan shows for an attribute that its configuration does not set. Types that the plan
does not have are left out: to add one, add it to tests/examples/plans/defaults/example.json, write that as HCL with
``hcl_of`` (known types only, so the new one by hand), plan it with the real provider and store the plan.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PROVIDER = "registry.terraform.io/hashicorp/aws"
TARGET = Path(__file__).resolve().parent.parent / "lambda_policies" / "data" / "provider_schema.json"
UNMEASURED = len(("type", "flags"))
FLAGS = {"required": "r", "optional": "o", "computed": "c", "sensitive": "s"}
# Written with terraform-plugin-framework, which plans every element of a collection by itself.
FRAMEWORK = frozenset(
    {
        "aws_iam_role_policies_exclusive",
        "aws_iam_role_policy_attachments_exclusive",
        "aws_lambda_function_recursion_config",
        "aws_lambda_runtime_management_config",
        "aws_vpc_security_group_egress_rule",
        "aws_vpc_security_group_ingress_rule",
    }
)


def compact_block(block: dict[str, Any]) -> dict[str, Any]:
    """Give a schema block as attributes ``name: [type, flags]`` and nested blocks."""
    attributes = {
        name: [facts["type"], "".join(letter for key, letter in FLAGS.items() if facts.get(key))]
        for name, facts in block.get("attributes", {}).items()
        if "type" in facts
    }
    blocks = {
        name: {"nesting": facts["nesting_mode"], **({"max": 1} if facts.get("max_items") == 1 else {})}
        | compact_block(facts["block"])
        for name, facts in block.get("block_types", {}).items()
    }
    return {"attributes": attributes} | ({"blocks": blocks} if blocks else {})


def measure(block: dict[str, Any], written: dict[str, Any], after: dict[str, Any], unknown: dict[str, Any]) -> None:
    """Write into ``block`` what the provider planned for everything that the configuration does not set."""
    for name, facts in block["attributes"].items():
        planned = after.get(name)
        if name not in written and "c" not in facts[1] and planned not in (None, [], {}) and len(facts) == UNMEASURED:
            facts.append(planned)
    for name, nested in block.get("blocks", {}).items():
        if name not in written:
            if unknown.get(name) is True:
                nested["computed"] = True
            continue
        values, holes = after.get(name), unknown.get(name)
        if isinstance(written[name], list) and isinstance(values, list) and isinstance(holes, list):
            for one, value, hole in zip(written[name], values, holes, strict=False):
                measure(nested, one, value, hole)


def subset(schema: dict[str, Any], plan: dict[str, Any], mode: str) -> dict[str, Any]:
    """Give the facts of every type of one mode that the plan's configuration has."""
    key = "resource_schemas" if mode == "managed" else "data_source_schemas"
    schemas = schema["provider_schemas"][PROVIDER][key]
    resources = [one for one in plan["configuration"]["root_module"]["resources"] if one["mode"] == mode]
    types: dict[str, Any] = {}
    for one in resources:
        if one["type"] in schemas:
            facts = schemas[one["type"]]
            version = {"version": facts["version"]} if facts["version"] else {}
            framework = {"framework": True} if one["type"] in FRAMEWORK else {}
            types.setdefault(one["type"], version | framework | compact_block(facts["block"]))
    written = {(one["type"], one["name"]): one.get("expressions", {}) for one in resources}
    for change in plan["resource_changes"]:
        if change["mode"] == mode == "managed" and change["type"] in types:
            body = change["change"]
            measure(
                types[change["type"]], written[change["type"], change["name"]], body["after"], body["after_unknown"]
            )
    return dict(sorted(types.items()))


def main(schema_file: str, plan_file: str, retrieved: str) -> None:
    """Write the subset."""
    schema = json.loads(Path(schema_file).read_text(encoding="utf-8"))
    plan = json.loads(Path(plan_file).read_text(encoding="utf-8"))
    facts = {
        "source": "terraform providers schema -json, hashicorp/aws 5.100.0; defaults measured on a plan of it",
        "retrieved": retrieved,
        "types": subset(schema, plan, "managed"),
        "data": subset(schema, plan, "data"),
    }
    TARGET.write_text(json.dumps(facts, separators=(",", ":"), ensure_ascii=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

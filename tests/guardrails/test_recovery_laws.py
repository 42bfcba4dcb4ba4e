"""What is rebuilt from source decides as what is known does: everything forgotten, and rebuilt again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from lambda_policies.verdicts import Finding, Outcome

FIXTURES = Path(__file__).parents[2] / "fixtures"
FOLDERS = [
    *(FIXTURES / name for name in ("bad", "good-api", "good-image-vpc", "good-org")),
    *sorted(FIXTURES.glob("good/*/jsonencode")),
    *sorted(FIXTURES.glob("good/*/for_each")),
]
Key: TypeAlias = tuple[str, str]
RANK = {Outcome.FAIL: 0, Outcome.UNKNOWN: 1, Outcome.PASS: 2}
ANSWERS = frozenset({"aws_iam_role_policy", "aws_iam_policy", "aws_lambda_permission", "aws_lambda_function"})


def document(folder: Path) -> dict[str, Any]:
    path = folder / "plan.json"
    text = path.read_bytes() if path.is_file() else gzip.decompress((folder / "plan.json.gz").read_bytes())
    found: dict[str, Any] = json.loads(text)
    return found


def forgotten(plan: dict[str, Any], nth: int) -> bytes:
    """The plan without every third attribute that somebody wrote: known only after apply, as far as it says."""
    number = 0
    for change in plan["resource_changes"]:
        after, unknown = change["change"]["after"], change["change"]["after_unknown"]
        for name in sorted(after or ()) if change["type"] in ANSWERS else ():
            if after[name] not in (None, [], "") and name != "id":
                number += 1
                if number % 3 == nth:
                    unknown[name] = True
                    del after[name]
    return json.dumps(plan).encode()


def worst(findings: tuple[Finding, ...]) -> dict[Key, Outcome]:
    found: dict[Key, Outcome] = {}
    for finding in findings:
        key, outcome = (finding.guardrail, finding.verdict.address), finding.verdict.outcome
        found[key] = min(found.get(key, outcome), outcome, key=RANK.__getitem__)
    return found


@pytest.mark.parametrize("nth", [0, 1, 2])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_what_is_rebuilt_never_flips_a_verdict(folder: Path, nth: int, judge: Callable[..., Any]) -> None:
    known = worst(judge(json.dumps(document(folder)).encode(), source=folder))
    rebuilt = worst(judge(forgotten(document(folder), nth), source=folder))
    decided = {key: outcome for key, outcome in rebuilt.items() if outcome is not Outcome.UNKNOWN and key in known}
    assert {key: known[key] for key in decided if known[key] is not Outcome.UNKNOWN} == {
        key: outcome for key, outcome in decided.items() if known[key] is not Outcome.UNKNOWN
    }
    new = {key for key, outcome in rebuilt.items() if outcome is Outcome.FAIL} - known.keys()
    assert new == set()

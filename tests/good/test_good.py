"""Twenty good designs in five styles each: what does not pass was written down beforehand, and nothing else comes."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest
import yaml

from lambda_policies import packs
from lambda_policies.cli import places
from lambda_policies.pipeline import Options, check
from lambda_policies.values import Reason
from lambda_policies.verdicts import Effect, Finding, Outcome, Severity

GOOD = Path(__file__).parents[2] / "fixtures" / "good"
STYLES = ("document", "for_each", "inline", "jsonencode", "module")
FOLDERS = sorted(GOOD.glob("*/*/"))
OURS = frozenset({"111122223333", "444455556666"})
"""The account of the stacks, and that of the partner of design 13."""
Row: TypeAlias = tuple[str, str, str, str, str]


def expected(folder: Path) -> Counter[Row]:
    """Guardrail, address, attribute, outcome and reason of every verdict that is no pass."""
    rows = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    return Counter(
        (row["guardrail"], row["address"], row["at"], row["outcome"], row.get("reason", "-")) for row in rows
    )


def found(folder: Path, accounts: frozenset[str] = frozenset(), *, source: bool = False) -> tuple[Finding, ...]:
    plan = gzip.decompress((folder / "plan.json.gz").read_bytes())
    find = places.finder(str(folder), [], isolated=True) if source else None
    report = check([("plan.json", plan)], Options(packs.load(), date(2026, 11, 21), accounts=accounts, source=find))
    return tuple(finding for finding in report.findings if finding.counts)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_with_its_source_none_is_denied(folder: Path) -> None:
    findings = found(folder, OURS, source=True)
    assert [finding for finding in findings if finding.effect is Effect.DENY] == []
    assert [finding for finding in findings if finding.verdict.reason_unknown is Reason.AFTER_APPLY] == []


def row(finding: Finding) -> Row:
    """As in ``expected.yaml``: of the attribute path its first name, which is the argument or block to look at."""
    verdict = finding.verdict
    attribute = re.split(r"[.\[]", verdict.at)[0]
    return finding.guardrail, verdict.address, attribute, verdict.outcome.value, verdict.reason_unknown or "-"


def test_there_are_twenty_designs_in_five_styles_each() -> None:
    designs = {folder.parent.name for folder in FOLDERS}
    assert len(designs) == 20
    assert [(folder.parent.name, folder.name) for folder in FOLDERS] == [
        (design, style) for design in sorted(designs) for style in STYLES
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_what_does_not_pass_is_what_was_expected(folder: Path) -> None:
    findings = found(folder)
    assert Counter(map(row, findings)) == expected(folder)
    failing = [finding for finding in findings if finding.verdict.outcome is Outcome.FAIL]
    assert [finding for finding in failing if finding.severity in {Severity.CRITICAL, Severity.HIGH}] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_once_the_accounts_are_named_none_is_doubted(folder: Path) -> None:
    left = Counter(one for one in expected(folder).elements() if one[0] != "LP208")
    assert Counter(map(row, found(folder, OURS))) == left

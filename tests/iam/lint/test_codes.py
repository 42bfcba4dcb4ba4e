"""Every code that is decided, on a document that shows it (``wrong.json``); and documents that show none.

A document stands there as JSON, or as a text where it is none; a Sid ``A*9`` stands for nine letters.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lambda_policies.data.lint_codes import LEVELS, decided, level, undecided
from lambda_policies.iam.lint.base import Kind, Subject
from lambda_policies.iam.lint.linting import lints_of_text

HERE = Path(__file__).parent
SUBJECTS = {
    "identity": Subject(Kind.IDENTITY, quota=6_144),
    "trust": Subject(Kind.TRUST, quota=4_096),
    "service control": Subject(Kind.SERVICE_CONTROL, quota=10_240),
    "resource control": Subject(Kind.RESOURCE_CONTROL, quota=10_240),
    "bucket": Subject(Kind.RESOURCE, "s3", 20_480),
    "queue": Subject(Kind.RESOURCE, "sqs"),
}
WRONG: list[tuple[str, str, Any]] = json.loads((HERE / "wrong.json").read_text(encoding="utf-8"))
GOOD: list[tuple[str, Any]] = json.loads((HERE / "good.json").read_text(encoding="utf-8"))


def codes(document: Any, subject: str) -> set[str]:
    text = document if isinstance(document, str) else json.dumps(document)
    text = re.sub(r"A\*(\d+)", lambda found: "A" * int(found[1]), text)
    return {lint.code for lint in lints_of_text(text, SUBJECTS[subject], fresh=True)}


@pytest.mark.parametrize(("code", "subject", "document"), WRONG, ids=[case[0] for case in WRONG])
def test_a_code_is_found(code: str, subject: str, document: Any) -> None:
    assert code in codes(document, subject)


@pytest.mark.parametrize(("subject", "document"), GOOD)
def test_a_good_document_has_no_lint(subject: str, document: Any) -> None:
    assert codes(document, subject) == set()


def test_every_code_that_is_said_to_be_decided_has_a_case() -> None:
    assert set(decided()) == {case[0] for case in WRONG}


def test_the_codes_are_those_of_aws_and_one_of_our_own() -> None:
    assert len(decided()) + len(undecided()) == 151 + 1
    assert {level(code) for code in decided()} == set(LEVELS)
    assert all(undecided().values())


def test_the_page_lists_them() -> None:
    page = (HERE.parents[2] / "docs" / "policy-lint.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| `")]
    assert [[cell.strip() for cell in row] for row in rows] == [
        [f"`{code}`", level(code), undecided().get(code, "decided")] for code in sorted((*decided(), *undecided()))
    ]

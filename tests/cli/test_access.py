from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
WRITE = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*"}
ANYONE = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "*", "Principal": "*"}
ROOT = {**ANYONE, "Principal": {"AWS": "123456789012"}}


@pytest.fixture
def write(folder: Path) -> Any:
    def make(name: str, *statements: dict[str, Any]) -> str:
        (folder / name).write_text(json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))
        return name

    return make


def test_a_policy_that_allows_no_more(lp: Any, write: Any) -> None:
    ran = lp("access", "--policy", write("new.json", READ), "--no-more-than", write("old.json", READ, WRITE))
    assert (ran.code, ran.out, ran.err) == (0, "yes: new.json allows no more than old.json.\n", "")


def test_a_policy_that_allows_more_is_shown_with_a_request(lp: Any, write: Any) -> None:
    ran = lp("access", "--policy", write("new.json", READ, WRITE), "--no-more-than", write("old.json", READ))
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == snapshot("""\
no: new.json allows more than old.json.
  s3:PutObject on arn:aws:s3:::b/x
  as arn:aws:iam::123456789012:role/example
  allowed by statement 2 of new.json (identity policy)
""")


def test_the_answer_as_json(lp: Any, write: Any) -> None:
    ran = lp(
        "access", "--policy", write("new.json", WRITE), "--no-more-than", write("old.json", READ), "--format", "json"
    )
    assert ran.code == 1
    found = json.loads(ran.out)
    assert found["answer"] == "no"
    assert found["request"]["action"] == "s3:PutObject"
    assert found["statements"] == [
        {"document": "new.json", "layer": "identity policy", "statement": 1, "effect": "Allow"}
    ]


def test_resource_policies_are_told_by_their_principals(lp: Any, write: Any) -> None:
    ran = lp("access", "--policy", write("new.json", ANYONE), "--no-more-than", write("old.json", ROOT))
    assert ran.code == 1
    assert "as anonymous" in ran.out
    ran = lp("access", "--policy", "old.json", "--no-more-than", "new.json", "--type", "resource")
    assert ran.code == 0


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ({"actions": ["s3:PutObject"]}, 0),
        ({"actions": ["s3:Get*"], "resources": ["arn:aws:s3:::other/*"]}, 0),
        ({"resources": ["arn:aws:s3:::b/secret"]}, 1),
        ([{"actions": ["s3:PutObject"]}, {"actions": ["s3:GetObject"]}], 1),
    ],
)
def test_what_is_granted_of_a_list(lp: Any, write: Any, folder: Path, listed: Any, code: int) -> None:
    (folder / "never.json").write_text(json.dumps(listed))
    ran = lp("access", "--policy", write("new.json", READ), "--not-granted", "never.json")
    assert ran.code == code
    assert ran.out.startswith("no: " if code else "yes: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--no-more-than", "new.json", "--not-granted", "new.json"], "One question at a time."),
        ([], "One question at a time."),
        (["--no-more-than", "none.json"], '"none.json" cannot be read: No such file or directory.'),
        (["--no-more-than", "list.json"], '"list.json" is no policy document: the policy document is not an object.'),
        (["--no-more-than", "bytes.json"], '"bytes.json" is not UTF-8.'),
        (["--no-more-than", "big.json"], '"big.json" is bigger than 1,000,000 bytes.'),
        (["--not-granted", "text.json"], '"text.json" is not JSON.'),
        (["--not-granted", "list.json"], '"list.json" lists nothing.'),
        (["--not-granted", "new.json"], '"new.json" has something else than actions and resources.'),
        (["--not-granted", "numbers.json"], '"numbers.json" has a list with something else than texts.'),
    ],
)
def test_what_cannot_be_judged(lp: Any, write: Any, folder: Path, arguments: list[str], says: str) -> None:
    (folder / "list.json").write_text("[]")
    (folder / "bytes.json").write_bytes(b"\xff\xfe{")
    (folder / "big.json").write_text(" " * 1_000_001)
    (folder / "text.json").write_text("none")
    (folder / "numbers.json").write_text('{"actions": [1]}')
    ran = lp("access", "--policy", write("new.json", READ), *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == f"lp: {says}"


def test_a_question_that_is_too_hard_is_undecided(lp: Any, write: Any) -> None:
    strange = [{**READ, "Action": [f"nobody:{letter}*{n}?" for n in range(9)]} for letter in "abcdefghij"]
    ran = lp("access", "--policy", write("new.json", *strange), "--no-more-than", write("old.json", READ))
    assert (ran.code, ran.err) == (2, "")
    assert ran.out.startswith("undecided: new.json may allow more than old.json.\n")

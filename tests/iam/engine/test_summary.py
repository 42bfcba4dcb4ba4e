from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.iam.access import Access, attached
from lambda_policies.iam.engine import summary
from lambda_policies.iam.engine.shortest import globs
from lambda_policies.iam.matching import matches
from lambda_policies.iam.parsing import from_tree
from lambda_policies.values import Unknown

ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
NAMES = st.lists(
    st.lists(st.sampled_from(["Get", "Put", "Object", "Objects", "DB", "x"]), min_size=1, max_size=4).map("".join),
    unique_by=str.lower,
    min_size=1,
)


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def told(*statements: dict[str, Any], boundary: list[dict[str, Any]] | None = None) -> list[tuple[Any, ...]]:
    access = Access(
        (attached("policy", from_tree({"Statement": list(statements)})),),
        boundary=None if boundary is None else attached("boundary", from_tree({"Statement": boundary})),
    )
    return [(each.actions, each.but, each.narrowed, each.certain) for each in summary(access).abilities]


@given(NAMES, st.data())
def test_patterns_say_exactly_the_names_that_are_held(names: list[str], data: st.DataObject) -> None:
    held = {name: data.draw(st.booleans()) for name in names}
    patterns = globs("s", held)
    assert {name for name in names if any(matches(each, f"s:{name}") for each in patterns)} == {
        name for name in names if held[name]
    }


def test_patterns_are_cut_between_words() -> None:
    held = {"GetObject": True, "GetObjectAcl": True, "GetBucket": True, "PutObject": False, "List": True}
    assert globs("s3", held) == ("s3:Get*", "s3:List")
    assert globs("s3", {"A": True, "B": True}) == ("s3:*",)


def test_what_is_denied_everywhere_is_gone() -> None:
    deny = {"Effect": "Deny", "Resource": "*"}
    assert told(allow("sqs:SendMessage"), {**deny, "Action": "sqs:*"}) == []
    assert told(allow("sqs:SendMessage"), {**deny, "Action": "sqs:Delete*"}) == [(("sqs:SendMessage",), (), (), True)]


def test_what_is_denied_somewhere_is_narrowed() -> None:
    deny = {"Effect": "Deny", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:*:prod"}
    assert told(allow("sqs:SendMessage"), deny) == [
        (("sqs:SendMessage",), (), ("but for what policy denies",), True),
    ]


def test_a_boundary_cuts_and_narrows() -> None:
    boundary = [allow("s3:*"), allow("sqs:SendMessage", "arn:aws:sqs:*:*:dev")]
    assert told(ALL, boundary=boundary) == [
        (("s3:*",), (), (), True),
        (("sqs:SendMessage",), (), ("within boundary",), True),
    ]


def test_all_but_some() -> None:
    assert told({"Effect": "Allow", "NotAction": ["sns:*"], "Resource": "*"}) == [(("*",), ("sns:*",), (), True)]


def test_conditions_are_said() -> None:
    condition = {"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}}
    assert told(allow("sns:Publish", Condition=condition)) == [
        (("sns:Publish",), (), ("aws:SourceVpc StringEquals vpc-1 or vpc-2",), True)
    ]


def test_what_is_not_known_is_not_certain() -> None:
    hole = Unknown(feeds=("var.effect",))
    assert told({**allow("sns:Publish"), "Effect": hole}) == [(("sns:Publish",), (), (), False)]

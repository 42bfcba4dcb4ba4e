from __future__ import annotations

import pytest

from lambda_policies.source.masking import mask
from lambda_policies.source.outline import MOST, Outline, Steps, outline
from lambda_policies.source.scanner import Text

BODY = """\
name = "x"
environment {
  variables = {
    A = 1
    "B" : 2, C = 3
  }
}
statement {
  actions = ["a",
    "b"]
}
statement {
  actions = [for x in y : x]
}
policy = jsonencode({
  Statement = [{
    Action = "*"
  }]
})
later = { A = 1 }[var.x]
other = var.x ? { A = 1 } : { B = 2 }
each  = { for k, v in x : k => v }
dynamic "block" {
  for_each = x
  content {
    a = 1
  }
}
(a) = 1
"""


def outlined(text: str) -> tuple[Text, Outline]:
    whole = Text(text, mask(text))
    return whole, outline(whole, 0, len(text))


def lines(text: str) -> dict[str, tuple[int, int]]:
    whole, found = outlined(text)
    return {".".join(path): (whole.line(a), whole.line(max(a, b - 1))) for path, (a, b) in found.spans.items()}


def test_everything_that_is_written_out_has_its_lines() -> None:
    assert lines(BODY) == {
        "name": (1, 1),
        "environment.0": (2, 7),
        "environment.0.variables": (3, 6),
        "environment.0.variables.A": (4, 4),
        "environment.0.variables.B": (5, 5),
        "environment.0.variables.C": (5, 5),
        "statement.0": (8, 11),
        "statement.0.actions": (9, 10),
        "statement.0.actions.0": (9, 9),
        "statement.0.actions.1": (10, 10),
        "statement.1": (12, 14),
        "statement.1.actions": (13, 13),
        "policy": (15, 19),
        "policy.Statement": (16, 18),
        "policy.Statement.0": (16, 18),
        "policy.Statement.0.Action": (17, 17),
        "later": (20, 20),
        "other": (21, 21),
        "each": (22, 22),
        "block.*": (23, 28),
        "block.*.*.for_each": (24, 24),
        "block.*.a": (26, 26),
    }


def ordered(_: Steps) -> bool:
    return True


def unordered(_: Steps) -> bool:
    return False


@pytest.mark.parametrize(
    ("asked", "path", "left"),
    [
        ("name", "name", ""),
        ("name.x", "name", "x"),
        ("nothing", "", "nothing"),
        ("environment", "environment.0", ""),
        ("environment.0.variables.A", "environment.0.variables.A", ""),
        ("environment.1.variables", "environment.0", "1.variables"),
        ("environment.0.nothing", "environment.0", "nothing"),
        ("block.3.a", "block.*.a", ""),
        ("block", "block.*", ""),
        ("statement", "", ""),
        ("policy.Statement.0.Action", "policy.Statement.0.Action", ""),
        ("policy.0", "policy", ""),
    ],
)
def test_a_path_leads_as_far_as_it_is_written(asked: str, path: str, left: str) -> None:
    _, found = outlined(BODY)
    nearest = found.nearest((), tuple(asked.split(".")), ordered)
    assert (".".join(nearest[0]), ".".join(nearest[1])) == (path, left)


def test_an_index_says_nothing_where_order_is_lost() -> None:
    _, found = outlined(BODY)
    asked = ("statement", "1", "actions")
    assert found.nearest((), asked, ordered) == (asked, ())
    assert found.nearest((), asked, unordered) == ((), ("1", "actions"))
    assert found.nearest((), ("environment", "0"), unordered) == (("environment", "0"), ())


@pytest.mark.parametrize("second", ['dynamic "a" {\n}\n', "a {\n}\n"])
def test_a_dynamic_block_beside_another_leaves_no_index(second: str) -> None:
    _, found = outlined('dynamic "a" {\n  content {\n    b = 1\n  }\n}\n' + second)
    assert found.nearest((), ("a", "0", "b"), ordered) == ((), ("0", "b"))


@pytest.mark.parametrize("text", ["jsonencode(a, b)", "[1, {a = 1}.b, 2]", ": = {", "? {", "a ="])
def test_odd_text_ends(text: str) -> None:
    whole = Text(text, text)
    assert outline(whole, 0, len(text)).members.keys() <= {("a",)}


def test_past_a_bound_the_rest_is_left_out() -> None:
    found = lines("a = 1\n" * (MOST // 4) + "b = 1\n" + "c = 1\n")
    assert found == {"a": (MOST // 4, MOST // 4)}

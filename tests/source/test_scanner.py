from __future__ import annotations

import pytest

from lambda_policies.source.scanner import scan


def found(text: str) -> list[tuple[str, tuple[str, ...], int, int]]:
    whole, blocks = scan(text)
    return [(block.kind, block.labels, whole.line(block.start), whole.line(block.end - 1)) for block in blocks]


def test_each_block_has_its_labels_and_lines() -> None:
    text = '\n# a {\nresource "t" "n" {\n  x { y = 1 }\n}\n\nlocals { a = "}" }\nmodule m {\n}\n'
    assert found(text) == [("resource", ("t", "n"), 3, 5), ("locals", (), 7, 7), ("module", ("m",), 8, 9)]


def test_a_comment_may_stand_anywhere() -> None:
    assert found('/* x\n*/ resource /* y */ "t" /* z */ "n" { # {\n} /* \n */ data "t" "n" {}') == [
        ("resource", ("t", "n"), 2, 3),
        ("data", ("t", "n"), 4, 4),
    ]


@pytest.mark.parametrize(
    "text",
    ["a = {\n}", "a = [{}]", "{ }", "1 { }", '"a" { }', "a b c d e f g h { }", 'a = "b" c { }', "a.b { }", ""],
)
def test_what_has_no_header_of_a_block_is_none(text: str) -> None:
    assert found(text) == []


def test_a_heredoc_hides_what_looks_like_a_block() -> None:
    text = 'locals {\n  a = <<-EOT\n  resource "t" "n" {\n  }\n  EOT\n}\nresource "t" "m" {}\n'
    assert found(text) == [("locals", (), 1, 6), ("resource", ("t", "m"), 7, 7)]

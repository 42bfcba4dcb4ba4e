from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lambda_policies.source.masking import mask
from lambda_policies.source.outline import outline
from lambda_policies.source.parser import LONGEST, attributes
from lambda_policies.source.scanner import Text, scan

FIXTURES = Path(__file__).parents[2] / "fixtures"


def found(text: str) -> dict[str, int]:
    return {".".join(path): line for path, line in attributes(text).items()}


def test_attributes_blocks_and_keys_have_their_lines() -> None:
    text = 'a = 1\nb {\n  c = [\n    { d = "}" },\n    { "e" : 1 }\n  ]\n}\nb {\n  c = <<E\nx\nE\n}\n'
    assert found(text) == {
        "a": 0,
        "b.0": 1,
        "b.0.c": 2,
        "b.0.c.0.d": 3,
        "b.0.c.1.e": 4,
        "b.1": 7,
        "b.1.c": 8,
    }


@pytest.mark.parametrize(
    "expression",
    [
        "merge(local.x, {\n  K = 1\n})",
        'jsonencode(merge({\n  "K" = 1 }, var.y))',
        "var.x ? {\n  K = 1 } : null",
        "(\n  { K = 1 })",
        "try(tomap({\n  K = 1 }), {})",
    ],
)
def test_a_key_is_found_inside_what_passes_it_on(expression: str) -> None:
    assert found(f"variables = {expression}") == {"variables": 0, "variables.K": 1}


@pytest.mark.parametrize(
    "expression",
    [
        "lookup({ K = 1 }, var.x)",
        "{ K = 1 }[var.x]",
        "{ K = { L = 1 } }.K",
        "merge({ K = 1 }, { K = 2 })",
        "{ for k, v in { K = 1 } : k => v }",
    ],
)
def test_a_key_that_may_not_reach_the_value_is_left_out(expression: str) -> None:
    assert found(f"variables = {expression}") == {"variables": 0}


@pytest.mark.parametrize("text", ["a = = 1", "a {", "}", 'a = "', "\0", "a = 1 " + "+ 1 " * LONGEST])
def test_what_does_not_parse_has_no_attributes(text: str) -> None:
    assert attributes(text) == {}


def test_the_grammar_and_the_outline_agree_on_every_block_of_the_fixtures() -> None:
    compared = 0
    for path in sorted(FIXTURES.rglob("*.tf")):
        if "recovery" in path.parts:  # keys inside calls and conditionals, which the grammar alone sees
            continue
        whole, blocks = scan(path.read_text(encoding="utf-8"))
        for block in blocks:
            text = whole.text[block.inside : block.end - 1]
            inside = Text(text, mask(text))
            parsed = attributes(text)
            written = outline(inside, 0, len(text)).spans
            both = {path: inside.line(written[path][0]) - 1 for path in parsed.keys() & written.keys()}
            assert both == {path: parsed[path] for path in both}
            assert len(both) == len([path for path in parsed if "dynamic" not in path])
            compared += len(both)
    assert compared > 1000


def test_nothing_but_a_key_inside_an_expression_needs_the_grammar() -> None:
    program = "import sys; import lambda_policies.source.lines; print({'hcl2', 'lark'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"

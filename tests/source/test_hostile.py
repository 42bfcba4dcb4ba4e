"""Source that was written to hang, to exhaust or to lead astray: it has no lines, and the test ends."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.source.lines import SourceIndex
from lambda_policies.source.masking import UnscannableError, mask, mask_json
from lambda_policies.source.outline import outline
from lambda_policies.source.parser import attributes
from lambda_policies.source.scanner import Text, scan
from lambda_policies.source.tree import Tree

MANY = 1 << 19
BLOCK = 'resource "a" "b" {\n'

# Each would take hours with an algorithm that is quadratic or backtracks.
HOSTILE = {
    "brackets": "a = " + "[" * MANY,
    "braces": BLOCK * MANY,
    "an unterminated string": BLOCK + 'a = "' + "x" * MANY,
    "an unterminated template": BLOCK + 'a = "' + "${" * MANY,
    "a string that is escaped to the end": BLOCK + 'a = "' + '\\"' * MANY,
    "many heredocs that never end": BLOCK + "a = <<E\n" * MANY,
    "a marker with no end": BLOCK + "a = <<" + "E" * MANY,
    "half heredocs": BLOCK + "<<a " * MANY,
    "an unterminated comment": BLOCK + "/* " * MANY,
    "a closing brace too many": "}" * MANY,
    "a heredoc in a template in a heredoc": BLOCK + "a = <<E\n${" * MANY,
}
HARMLESS = {
    "one line": "a = 1 " * MANY,
    "words before a brace": "a " * MANY + "{}",
    "strings": '"" ' * MANY,
    "blank lines in brackets": "a = [" + "\n" * MANY + "]",
    "a long heredoc": "a = <<E\n" + "x y\n" * (5 << 19) + "E\n",
    "a marker that is a regular expression": "a = <<E\n" + "(a+)+$" * MANY + "\nE\n",
    "lines that nearly end it": "a = <<E\n" + " " * MANY + "F\n" + "E \t E\n" * 1_000 + "E\n",
    "comments": "# {\n" * MANY,
}


PIECES = [
    '"',
    "${",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "=",
    ":",
    ",",
    "\n",
    " ",
    "a",
    "b",
    '"c"',
    "<<E\n",
    "E\n",
    "#",
    "for ",
    "0",
]
PIECES += [
    "dynamic ",
    "content ",
    "jsonencode(",
    "merge(",
    "//",
    "/*",
    "*/",
    "?",
    "\\",
    "a = ",
    "x {\n",
    "}\n",
    "-",
    ".",
    "\r",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(["main.tf", "main.tf.json"]))
def test_no_text_raises(text: str, file: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, file)
        path.write_text(f"{BLOCK}{text}\n}}\n" if file == "main.tf" else text, encoding="utf-8", newline="")
        index = SourceIndex(path.parent)
        location = index.locate("a.b", "a[0].b.c")
        assert location is None or location.line <= location.end_line
    assert min(attributes(text).values(), default=0) >= 0


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(UnscannableError):
        mask(text)
    assert attributes(text[:60_000]) == {}
    (tmp_path / "main.tf").write_text(text, encoding="utf-8")
    index = SourceIndex(tmp_path)
    assert index.locate("a.b") is None
    assert len(index.notes) == 1


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_odd_text_holds_no_block(text: str) -> None:
    whole, blocks = scan(text)
    assert blocks == ()
    assert len(outline(whole, 0, len(text)).spans) <= 1


@pytest.mark.parametrize("marker", ["(a+)+$", ".*", "[", "\\", "E|", "(?P<x>"])
def test_a_marker_of_regular_expression_characters_is_no_heredoc(marker: str) -> None:
    text = f"{BLOCK}  a = <<{marker}\n" + "a" * MANY + f"!\n{marker}\n}}\n"
    try:
        masked = mask(text)
    except UnscannableError:
        return
    assert outline(Text(text, masked), len(BLOCK), len(text)).spans.keys() <= {("a",)}
    assert attributes(text[len(BLOCK) : -2]) == {}


def test_json_that_never_ends_is_refused() -> None:
    for text in ('"' + '\\"' * MANY, "[" * MANY, '{"a":' * MANY):
        with pytest.raises(UnscannableError):
            mask_json(text)


def test_deep_but_bounded_nesting_is_followed() -> None:
    text = "a = " + "[" * 90 + "1" + "]" * 90
    assert len(outline(Text(text, mask(text)), 0, len(text)).spans) == 91
    assert len(attributes(text)) == 1


def test_nul_bytes_and_a_pipe_are_no_source(tmp_path: Path) -> None:
    (tmp_path / "nul.tf").write_bytes(b'resource "a" "b" {\n\0 = "\0"\n}\n')
    os.mkfifo(tmp_path / "pipe.tf")
    index = SourceIndex(tmp_path)
    assert index.locate("a.b", "\0") == index.locate("a.b")
    assert index.locate("a.\0") is None


def test_a_file_of_ten_megabytes_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(BLOCK + "a = <<E\n" + "x" * (10 << 20) + "\nE\n}\n", encoding="utf-8")
    index = SourceIndex(tmp_path)
    assert index.locate("a.b") is None
    assert index.notes == ("'main.tf' is too big, or there is too much of the source",)


def test_modules_that_call_themselves_end_with_the_address(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(BLOCK + '}\nmodule "m" {\n  source = "./."\n}\n', encoding="utf-8")
    index = SourceIndex(tmp_path)
    location = index.locate("module.m." * 100 + "a.b")
    assert location is not None
    assert location.line == 1
    assert index.locate("module.m." * 100_000 + "a.b") is None
    assert index.module_call("module.m." * 100_000 + "a.b") is None


def test_no_link_leads_out_of_the_root(tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "other"
    root.mkdir()
    other.mkdir()
    (other / "main.tf").write_text(BLOCK + "}\n", encoding="utf-8")
    (root / "main.tf").symlink_to(other / "main.tf")
    (root / "modules").symlink_to(other)
    (root / "calls.tf").write_text('module "m" {\n  source = "./modules"\n}\n', encoding="utf-8")
    index = SourceIndex(root)
    assert index.locate("a.b") is None
    assert index.locate("module.m.a.b") is None
    assert index.notes == ("'main.tf' leads out of the source", "'./modules' leads out of the source")


def test_a_manifest_leads_nowhere_else(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / ".terraform" / "modules").mkdir(parents=True)
    (tmp_path / "main.tf").write_text(BLOCK + "}\n", encoding="utf-8")
    (root / "main.tf").write_text('module "m" {\n  source = "a/b/c"\n}\n', encoding="utf-8")
    for folder in ("..", str(tmp_path)):
        text = f'{{"Modules": [{{"Key": "m", "Dir": "{folder}"}}]}}'
        (root / ".terraform" / "modules" / "modules.json").write_text(text, encoding="utf-8")
        assert SourceIndex(root).locate("module.m.a.b") is None


def test_thousands_of_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Tree, "max_files", 10)
    for number in range(20):
        (tmp_path / f"{number:02}.tf").write_text(f'resource "a" "b{number}" {{}}\n', encoding="utf-8")
    index = SourceIndex(tmp_path)
    assert index.locate("a.b9") is not None
    assert index.locate("a.b10") is None
    assert len(index.notes) == 10

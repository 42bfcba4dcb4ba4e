from __future__ import annotations

import subprocess
import sys

import pytest

from lambda_policies.report import FORMATS, Style, text
from lambda_policies.report import json as json_report
from lambda_policies.verdicts import Report


def test_the_formats_render_in_their_style(full: Report) -> None:
    assert sorted(FORMATS) == ["json", "text"]
    assert FORMATS["json"](full, Style(verbose=True)) == json_report.render(full, verbose=True)
    assert FORMATS["text"](full, Style(quiet=True, width=60)) == text.render(full, quiet=True, width=60)
    assert FORMATS["text"](full, Style(verbose=True, colour=True)) == text.render(full, verbose=True, colour=True)


@pytest.mark.parametrize(("wanted", "other"), [("text", "json"), ("json", "text")])
def test_a_format_is_imported_when_it_is_asked_for(wanted: str, other: str) -> None:
    program = f"""
import sys
from lambda_policies.report import FORMATS, Style
from lambda_policies.verdicts import Report
assert not [name for name in sys.modules if name.startswith("lambda_policies.report.")]
FORMATS["{wanted}"](Report((), (), 0, 0, 2), Style())
assert "lambda_policies.report.{wanted}" in sys.modules
assert "lambda_policies.report.{other}" not in sys.modules
assert not {{"yaml", "rich", "difflib"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)

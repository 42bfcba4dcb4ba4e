from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lambda_policies.report import FORMATS, Style, formats
from lambda_policies.report.formats import json as json_report
from lambda_policies.report.formats import text
from lambda_policies.verdicts import Report


def test_every_file_is_a_format() -> None:
    files = [path.stem for path in Path(formats.__path__[0]).glob("*.py") if path.stem != "__init__"]
    assert sorted(FORMATS) == sorted(name.replace("_", "-") for name in files)
    assert len(FORMATS) == len(files)
    assert "text" in FORMATS
    assert "no-such" not in FORMATS
    with pytest.raises(KeyError, match="no-such"):
        FORMATS["no-such"]


def test_text_and_json_render_in_their_style(full: Report) -> None:
    assert FORMATS["json"].render(full, Style(verbose=True)) == json_report.render(full, verbose=True)
    assert FORMATS["text"].render(full, Style(quiet=True, width=60)) == text.render(full, quiet=True, width=60)
    assert FORMATS["text"].render(full, Style(verbose=True, colour=True)) == text.render(
        full, verbose=True, colour=True
    )


@pytest.mark.parametrize("wanted", FORMATS)
def test_a_format_is_imported_when_it_is_asked_for(wanted: str) -> None:
    program = f"""
import sys
from lambda_policies.report import FORMATS, Style
from lambda_policies.verdicts import Report
known = "lambda_policies.report.formats."
assert not [name for name in sys.modules if name.startswith(known)]
assert FORMATS["{wanted}"].render(Report((), (), 0, 0, 2), Style()).endswith("\\n")
assert [name for name in sys.modules if name.startswith(known)] == [known + "{wanted.replace("-", "_")}"]
assert not {{"yaml", "rich", "difflib"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)

"""Other people's plans, where LP_CORPUS names a folder of them: no crash, and no verdict moves unseen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "fixtures" / "corpus" / "verdicts.tsv"
LINE = re.compile(r"[0-9a-f]{12}\t(-\texit [012]\t-|LP\d{3,4}\t(pass|fail|unknown)\t[0-9a-f]{6})")


def test_no_verdict_on_the_corpus_moves_unseen(tmp_path: Path) -> None:
    corpus = os.environ.get("LP_CORPUS")
    if not corpus:
        pytest.skip("needs LP_CORPUS")
    moved = tmp_path / "moved.txt"
    tool = [sys.executable, str(ROOT / "tools" / "corpus.py"), corpus, "--difference", str(moved)]
    done = subprocess.run(
        tool, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}What moved: {moved}"


def test_what_is_committed_is_short_sorted_and_says_nothing_of_the_plans() -> None:
    text = COMMITTED.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert len(text) <= 600_000
    assert lines == sorted(set(lines))
    assert [line for line in lines if not LINE.fullmatch(line)] == []

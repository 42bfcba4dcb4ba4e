"""Declared guardrails for the tests of packs, in the entry that both YAML and the compiled pack come down to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from lambda_policies.errors import PackError
from lambda_policies.packs import folder

GUARDRAIL = """\
id: ACME1
slug: own-guardrail
title: Functions do as we say.
why: We say so.
severity: high
about: function
require:
  timeout: {at_most: $seconds}
because: The timeout is {value}, more than {seconds}.
parameters:
  seconds: {default: 30, about: seconds at most}
fix: Lower the timeout.
fix_hcl: timeout = 30
"""


@pytest.fixture
def declared() -> str:
    """A whole declared guardrail as YAML."""
    return GUARDRAIL


@pytest.fixture
def pack_folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a pack: the text of ``pack.yaml`` and of other files by name without ending."""

    def write(pack: str = "pack: mine\n", **files: str) -> Path:
        (tmp_path / "pack.yaml").write_text(dedent(pack), encoding="utf-8")
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
        return tmp_path

    return write


@pytest.fixture
def complaint() -> Callable[[Path], str]:
    """Load a pack that is wrong: what is said."""

    def load(path: Path) -> str:
        with pytest.raises(PackError) as caught:
            folder.load(path)
        return caught.value.sentence

    return load


@pytest.fixture
def changed(declared: str) -> Callable[[str, str], str]:
    """The declared guardrail with one text replaced."""

    def change(old: str, new: str) -> str:
        assert declared.count(old) == 1
        return declared.replace(old, new)

    return change

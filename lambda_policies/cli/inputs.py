"""What `lp check` is pointed at: files, globs and standard input. Never a folder of configuration."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lambda_policies.errors import PlanError
from lambda_policies.settings.words import quoted

STDIN = "-"
_CONFIGURATION = (".tf", ".tofu", ".tf.json", ".tofu.json", ".tfvars", ".hcl")
_MAKE_A_PLAN = (
    "Make a plan and check that:\n"
    "  terraform plan -out=tfplan\n"
    "  terraform show -json tfplan > plan.json\n"
    "  lambda-policies check plan.json"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One plan to read: the name that reports give it, and its file (None for standard input)."""

    name: str
    path: Path | None

    @property
    def folder(self) -> Path:
        """Where its configuration is looked for."""
        return self.path.parent if self.path else Path()

    def read(self, at_most: int) -> bytes:
        """Its bytes; one more than ``at_most`` where there are more, so that the reader can say so."""
        if self.path is None:
            return sys.stdin.buffer.read(at_most + 1)
        try:
            with self.path.open("rb") as file:
                return file.read(at_most + 1)
        except OSError as error:
            raise PlanError(f"{quoted(self.name)} cannot be read: {error.strerror}.") from None


def sources(words: Sequence[str]) -> tuple[Source, ...]:
    """The plans that the arguments name, each once, in order. Raises PlanError for what is no file."""
    return tuple(dict.fromkeys(each for word in words for each in _sources(word)))


def _sources(word: str) -> Iterator[Source]:
    """The plans that one argument names."""
    if word == STDIN:
        yield Source("stdin", None)
        return
    for name in _names(word):
        path = Path(name)
        if path.is_dir() or path.name.endswith(_CONFIGURATION):
            raise PlanError(f"{quoted(name)} is configuration, not a plan; lp decides on plans.", _MAKE_A_PLAN)
        yield Source(name, path)


def _names(word: str) -> list[str]:
    """The files that an argument names; a glob that the shell left alone is expanded here."""
    if Path(word).exists():
        return [word]
    if not glob.has_magic(word):
        raise PlanError(f"There is no file {quoted(word)}.", _MAKE_A_PLAN)
    names = sorted(name for name in glob.glob(word, recursive=True) if not Path(name).is_dir())  # noqa: PTH207 - keeps names as typed
    if not names:
        raise PlanError(f"No file matches {quoted(word)}.", "Nothing was checked.")
    return names

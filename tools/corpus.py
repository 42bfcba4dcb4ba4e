"""What every plan of a folder gets: one line for each verdict, compared with what is committed.

``tools/corpus.py FOLDER`` says what moved; ``--update`` commits to it. The plans are other people's and stay where
they are: a line holds a digest of the plan file, the guardrail, the outcome and a digest of address and attribute.
"""

from __future__ import annotations

import hashlib
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from lambda_policies import packs
from lambda_policies.errors import LpError
from lambda_policies.pipeline import Options, check

COMMITTED = Path(__file__).parent.parent / "fixtures" / "corpus" / "verdicts.tsv"
AS_OF = date(2026, 11, 21)
IMPOSTORS = {"not_plans", "_inputs"}
READ = {"plan-utf8-bom.json", "plan-utf16le-bom.json", "plan-wrapper.json"}
"""Those of ``_inputs`` that are plans in an unusual coat."""


def impostor(path: Path) -> bool:
    """Whether a file is there to be refused."""
    return bool(IMPOSTORS & {*path.parts}) and path.name not in READ


def files(folder: Path) -> list[Path]:
    """Every plan and everything that only looks like one."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name not in {"INDEX.tsv", "README.md"})
    return sorted(path for path in found if path.suffix == ".json" or impostor(path))


def lines_of(path: Path, options: Options) -> Iterator[tuple[str, str]]:
    """One line for the exit code and one for each verdict, each with what it means for people."""
    data = path.read_bytes()
    digest = _short(data, 12)
    try:
        report = check([(path.name, data)], options)
    except LpError as error:
        yield f"{digest}\t-\texit {error.exit_code}\t-", error.sentence
        return
    yield f"{digest}\t-\texit {report.exit_code}\t-", "the exit code"
    for finding in report.findings:
        verdict = finding.verdict
        where = _short(f"{verdict.address}\n{verdict.at}".encode(), 6)
        line = f"{digest}\t{finding.guardrail}\t{verdict.outcome}\t{where}"
        yield line, f"{verdict.address} {verdict.at}: {verdict.because}"


def judged(folder: Path) -> dict[str, str]:
    """Every line of a folder, with the file and what it means for people."""
    options = Options(packs.load("strict"), AS_OF, keep_passes=True)
    return {
        line: f"{path.relative_to(folder)}: {meaning}"
        for path in files(folder)
        for line, meaning in lines_of(path, options)
    }


def wrong_exits(folder: Path) -> list[str]:
    """Files that are no plans and do not end with exit code 2."""
    options = Options(packs.load("strict"), AS_OF)
    found = [path for path in files(folder) if impostor(path)]
    return [path.name for path in found if "\texit 2\t" not in next(lines_of(path, options))[0]]


def difference(committed: Iterable[str], found: dict[str, str]) -> list[str]:
    """What moved, for people; empty where nothing did."""
    gone, new = sorted(set(committed) - found.keys()), sorted(found.keys() - set(committed))
    return [*(f"gone  {line}" for line in gone), *(f"new   {line}\n      {found[line]}" for line in new)]


def main() -> int:
    """Compare or, with ``--update``, commit."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--update", action="store_true", help="commit to what is found")
    parser.add_argument("--difference", type=Path, help="where to write what moved, for people")
    given = parser.parse_args()
    refused = wrong_exits(given.folder)
    found = judged(given.folder)
    if given.update:
        COMMITTED.write_text("".join(f"{line}\n" for line in sorted(found)), encoding="utf-8")
    moved = difference(COMMITTED.read_text(encoding="utf-8").splitlines(), found)
    if given.difference:
        given.difference.write_text("\n".join(moved), encoding="utf-8")
    print(f"{len(found)} lines, {len(moved)} moved, {len(refused)} impostors not refused: {refused}")
    return 1 if moved or refused else 0


def _short(data: bytes, length: int) -> str:
    return hashlib.sha256(data).hexdigest()[:length]


if __name__ == "__main__":
    sys.exit(main())

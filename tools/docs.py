"""Writes everything that is generated from the guardrails and models; with --check, says what is not current."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import example_verdicts
import guardrail_pages
import lint_codes
import pack_files
import report_samples
import traceability

from lambda_policies.report import schema as report_schema
from lambda_policies.report.access import json as access_report
from lambda_policies.settings import model as settings_model

ROOT = Path(__file__).parent.parent


def generated() -> Iterator[tuple[str, str]]:
    """Every generated file: path and text. The compiled pack comes first, the rest is made with it."""
    yield "lambda_policies/data/guardrails.json", pack_files.compiled()
    yield "policies/lambda-guardrails/pack.yaml", pack_files.pack_yaml()
    yield "docs/schemas/guardrail.schema.json", pack_files.guardrail_schema()
    yield "docs/schemas/pack.schema.json", pack_files.pack_schema()
    yield "docs/schemas/report.schema.json", report_schema.render()
    yield "docs/schemas/access.schema.json", access_report.schema()
    yield "docs/schemas/config.schema.json", settings_model.schema()
    yield traceability.PAGE, traceability.page()
    yield lint_codes.PAGE, lint_codes.page()
    yield "fixtures/examples/verdicts.tsv", example_verdicts.table()
    yield from guardrail_pages.pages()
    yield from report_samples.samples()


def main() -> int:
    """Write what differs, or with --check only name it. 1 where --check finds something."""
    check = "--check" in sys.argv[1:]
    stale = 0
    kept = {ROOT / "docs/guardrails/README.md"}
    for name, text in generated():
        file = ROOT / name
        kept.add(file)
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{'not current' if check else 'wrote'}: {name}")
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    for file in sorted(set((ROOT / "docs/guardrails").glob("*.md")) - kept):
        stale += 1
        print(f"{'no longer generated' if check else 'removed'}: {file.relative_to(ROOT)}")
        if not check:
            file.unlink()
    if check and stale:
        print("Run `make docs` and commit what it writes.")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())

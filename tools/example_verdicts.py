"""Every verdict about every example, in one file: what moved is seen, down to the sentence and to what it leads.

``tools/docs.py`` writes ``fixtures/examples/verdicts.tsv``. A line for each verdict of an example's own guardrail, and
one with a digest of the verdicts about the example, whole and with each of its values forgotten in turn: once as a
provider shows it that hides a collection with an open member, and once as one that keeps the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lambda_policies.examples import plan_of
from lambda_policies.guardrails.base import Example, Guardrail
from lambda_policies.packs import catalogue
from lambda_policies.packs.pack import Pack
from lambda_policies.pipeline import Options, check

AS_OF = date(2026, 11, 21)
LATER = "${terraform_data.later.output}"
NEVER_UNKNOWN = {"for_each", "count", "depends_on", "sensitive"}


def table() -> str:
    """The whole file."""
    lines = [
        line
        for one in catalogue()
        for number, example in enumerate(one.examples)
        for line in said(one, number, example)
    ]
    return "".join(f"{line}\n" for line in lines)


def said(guardrail: Guardrail[Any], number: int, example: Example) -> Iterator[str]:
    """The lines of one example."""
    name = f"{guardrail.id}-{number}"
    plan = plan_of(example.resources, example.before)
    yield from (f"{name}\t{line}" for line in _verdicts(guardrail, plan))
    digest = hashlib.sha256()
    for resources in (example.resources, *_forgotten(example.resources)):
        for plan in dict.fromkeys(plan_of(resources, example.before, keeps=keeps) for keeps in (False, True)):
            digest.update("\n".join(_verdicts(guardrail, plan)).encode())
    yield f"{name}\tforgotten\t{digest.hexdigest()[:16]}"


def _verdicts(guardrail: Guardrail[Any], plan: bytes) -> list[str]:
    report = check([("plan.json", plan)], Options(Pack("examples", (guardrail,)), AS_OF, keep_passes=True))
    return [
        "\t".join(
            (
                one.verdict.outcome,
                one.verdict.address,
                one.verdict.at,
                ",".join(one.verdict.related),
                ",".join(one.verdict.leads),
                one.verdict.because,
            )
        )
        for one in report.findings
    ]


def _forgotten(node: Any) -> Iterator[Any]:
    """*node* with one of its leaves forgotten, each in turn."""
    if isinstance(node, Mapping):
        for key, child in node.items():
            if key not in NEVER_UNKNOWN:
                yield from ({**node, key: changed} for changed in _forgotten(child))
    elif isinstance(node, list | tuple):
        for place, child in enumerate(node):
            yield from ([*node[:place], changed, *node[place + 1 :]] for changed in _forgotten(child))
    else:
        yield LATER

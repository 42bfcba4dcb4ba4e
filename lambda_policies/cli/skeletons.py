"""What `lp new` writes: small guardrails that work, to be changed into the one that is wanted."""

from __future__ import annotations

from string import Template

PACK = Template("""\
# A pack of your own: the guardrails of this folder, and those of the shipped profile that it extends.
# lambda-policies check plan.json --pack THIS_FOLDER
pack: $name
extends: baseline
""")

DECLARED = Template("""\
# A guardrail of your own. It works as it stands: change the requirement, then the words, then the examples.
id: $id
slug: $slug
title: Each function ends within the time that is allowed.
why: >-
  A function that hangs is paid for, and holds its connections, until its timeout ends it.
severity: medium

# `about` names a model, `when` narrows it, `require` maps its paths to operators.
about: function
when:
  package_type: Zip
require:
  timeout: { at_most: $$most }
because: The timeout is {value} seconds.
parameters:
  most:
    default: 60
    about: The longest timeout that is allowed, in seconds.

fix: Set a timeout of at most 60 seconds, or split the work.
fix_hcl: |
  resource "aws_lambda_function" "orders" {
    timeout = 30
  }

# The examples are the tests: one for each outcome at least. $${…} is a reference, as in HCL.
examples:
  - name: a short timeout
    outcome: pass
    at: timeout
    resources:
      aws_lambda_function.orders: { timeout: 30 }
  - name: a long timeout
    outcome: fail
    at: timeout
    resources:
      aws_lambda_function.orders: { timeout: 900 }
  - name: a timeout that is known only after apply
    outcome: unknown
    at: timeout
    resources:
      aws_lambda_function.orders: { timeout: "$${terraform_data.later.output}" }
""")

CODED = Template('''\
"""$id: each function ends within the time that is allowed. Change it into the guardrail that you want."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Example, Guardrail, Parameter, Settings
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown
from lambda_policies.verdicts import Outcome, Severity, Verdict


def check(function: Function, settings: Settings) -> Iterator[Verdict]:
    """Compare the timeout with the longest one that is allowed. Every case of a value is answered."""
    most = settings.parameters["most"]
    match function.timeout:
        case Known(seconds) if seconds > most:
            yield failed(function.address, function.timeout.at, f"The timeout is {seconds} seconds.")
        case Known() | Absent():
            yield passed(function.address, function.timeout.at, f"The timeout is at most {most} seconds.")
        case Unknown() as hole:
            yield undecided(function.address, hole)


GUARDRAIL = Guardrail(
    id="$id",
    slug="$slug",
    title="Each function ends within the time that is allowed.",
    why="A function that hangs is paid for, and holds its connections, until its timeout ends it.",
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(),
    peers=(),
    fix="Set a timeout of at most 60 seconds, or split the work.",
    fix_hcl='resource "aws_lambda_function" "orders" {\\n  timeout = 30\\n}',
    check=check,
    parameters=(Parameter("most", 60, "The longest timeout that is allowed, in seconds."),),
    examples=(
        Example("a short timeout", Outcome.PASS, {"aws_lambda_function.orders": {"timeout": 30}}, at="timeout"),
        Example("a long timeout", Outcome.FAIL, {"aws_lambda_function.orders": {"timeout": 900}}, at="timeout"),
        Example(
            "a timeout that is known only after apply",
            Outcome.UNKNOWN,
            {"aws_lambda_function.orders": {"timeout": "$${terraform_data.later.output}"}},
            at="timeout",
        ),
    ),
)
''')

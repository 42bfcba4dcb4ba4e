"""LP1303: an alias points at a version."""

from __future__ import annotations

from collections.abc import Iterator

from lambda_policies.estate.models.alias import Alias
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, shown, undecided
from lambda_policies.values import Known, Unknown
from lambda_policies.verdicts import Effect, Severity, Verdict

LATEST = "$LATEST"


def check(alias: Alias, _: Settings) -> Iterator[Verdict]:
    """Look at the version; one that is known only after apply is a number where the function publishes versions."""
    match alias.function_version:
        case Known(version, at=at) if version != LATEST:
            yield passed(alias.address, at, f"It points at version {shown(alias.function_version)}.")
        case Known(at=at):
            because = "The alias points at $LATEST, so that it changes with every deployment and cannot be rolled back."
            yield failed(alias.address, at, because)
        case Unknown() as hole:
            yield _followed(alias, hole)


def _followed(alias: Alias, hole: Unknown) -> Verdict:
    match alias.followed:
        case Known(function):
            related = (function.address,)
            match function.publish:
                case Known(True):
                    return passed(alias.address, hole.at, "It points at the version that the function publishes.")
                case Known(False):
                    because = f"The alias points at $LATEST: {function.address} publishes no versions."
                    return failed(alias.address, hole.at, because, related)
            return undecided(alias.address, hole, related=related)
    return undecided(alias.address, hole)


def _alias(version: str) -> dict[str, str]:
    return {"name": "live", "function_name": "orders", "function_version": version}


FOLLOWS = _alias("${aws_lambda_function.orders.version}")

GUARDRAIL = Guardrail(
    id="LP1303",
    slug="alias-not-latest",
    title="An alias points at a version.",
    why=(
        "An alias is there so that callers keep what works while new code is tried, and come back to it when that"
        " fails. One that points at $LATEST moves with every deployment and gives nothing to come back to."
    ),
    severity=Severity.LOW,
    effect=Effect.WARN,
    about=Alias,
    lands_on=("aws_lambda_alias",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("lambda-layers-of-defense", "Ideas to be documented"),
    ),
    peers=(),
    fix="Point the alias at the function's version, and let the function publish versions.",
    fix_hcl=(
        'resource "aws_lambda_alias" "live" {\n  name             = "live"\n'
        "  function_name    = aws_lambda_function.orders.function_name\n"
        "  function_version = aws_lambda_function.orders.version\n}"
    ),
    applies="To aliases; the version of a function that publishes none is $LATEST.",
    check=check,
    examples=(
        passing("a version", {"aws_lambda_alias.live": _alias("7")}, at="function_version"),
        passing(
            "the version that the function publishes",
            {"aws_lambda_function.orders": {"publish": True}, "aws_lambda_alias.live": FOLLOWS},
            at="function_version",
        ),
        failing("the newest code", {"aws_lambda_alias.live": _alias(LATEST)}, at="function_version"),
        failing(
            "the version of a function that publishes none",
            {"aws_lambda_function.orders": {}, "aws_lambda_alias.live": FOLLOWS},
            at="function_version",
        ),
        undecidable(
            "a version that is known only after apply",
            {"aws_lambda_alias.live": _alias("${terraform_data.later.output}")},
            at="function_version",
        ),
        undecidable(
            "the version of a function that may publish",
            {
                "aws_lambda_function.orders": {"publish": "${terraform_data.later.output}"},
                "aws_lambda_alias.live": FOLLOWS,
            },
            at="function_version",
        ),
    ),
)

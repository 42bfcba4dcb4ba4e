"""LP403: every layer of a function comes from an account that one trusts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from lambda_policies.data.layer_publishers import layer_publisher
from lambda_policies.estate.accounts import account_in, is_ours, names_own
from lambda_policies.estate.models.function import Function
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, listed, passed, undecided
from lambda_policies.values import Known, Reason, Unknown
from lambda_policies.verdicts import Outcome, Severity, Verdict


class Layer(Struct, frozen=True):
    """One element of the list of layers."""

    arn: str | Unknown
    at: str
    sensitive: bool

    @property
    def owner(self) -> str:
        """Its account, as far as a report may say it."""
        account = account_in(self.arn) if isinstance(self.arn, str) else None
        return "(sensitive)" if self.sensitive else account or "(no ARN)"


def check(function: Function, settings: Settings) -> Iterator[Verdict]:
    """Ask of every layer in the list whose it is; a list that the plan does not show at all may hold any."""
    match function.layers:
        case Known(layers, at=at, sensitive=sensitive):
            yield _judged(function, [Layer(layer, f"{at}[{n}]", sensitive) for n, layer in enumerate(layers)], settings)
        case Unknown() as hole:
            yield undecided(function.address, hole)


def _judged(function: Function, layers: list[Layer], settings: Settings) -> Verdict:
    answers = [(_is_trusted(function, layer, settings), layer) for layer in layers]
    foreign = [layer for trusted, layer in answers if trusted is False]
    open_ = next((layer for trusted, layer in answers if trusted is None), None)
    if foreign:
        who = listed(list(dict.fromkeys(layer.owner for layer in foreign)))
        because = f"Code of account {who} runs with the function's role: neither yours nor an allowed publisher's."
        return failed(function.address, foreign[0].at, because)
    if open_:
        return _undecided(function, open_)
    return passed(function.address, function.layers.at, "Every layer comes from an account that is trusted.")


def _is_trusted(function: Function, layer: Layer, settings: Settings) -> bool | None:
    if isinstance(layer.arn, Unknown):
        return names_own(function, layer.arn) or None
    account = account_in(layer.arn)
    if account is None:
        return None
    if account in settings.trusted_accounts | settings.layer_publishers or layer_publisher(account):
        return True
    return is_ours(function, account, settings.accounts)


def _undecided(function: Function, layer: Layer) -> Verdict:
    if isinstance(layer.arn, Unknown):
        return undecided(function.address, layer.arn, layer.at)
    because = f"A layer is of account {layer.owner}; whether that is yours, neither plan nor configuration says."
    return Verdict(Outcome.UNKNOWN, because, function.address, layer.at, (), Unknown(layer.at, Reason.OUTSIDE))


def _with(*layers: str) -> dict[str, dict[str, Any]]:
    """A function with these layers in account 123456789012, for the examples."""
    return {"data.aws_caller_identity.current": {}, "aws_lambda_function.orders": {"layers": list(layers)}}


OWN = "arn:aws:lambda:us-east-1:123456789012:layer:shared:7"
INSIGHTS = "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38"
FOREIGN = "arn:aws:lambda:us-east-1:210987654321:layer:tools:3"

GUARDRAIL = Guardrail(
    id="LP403",
    slug="layer-trusted-source",
    title="Every layer of a function comes from an account that you trust.",
    why=(
        "The code of a layer runs inside the function: with its role, its environment and all that passes through it."
        " Whoever owns the layer's account wrote that code."
    ),
    severity=Severity.HIGH,
    about=Function,
    lands_on=("aws_lambda_function",),
    documents=(
        Citation("how-to-secure-aws-lambda", "Lambda Best Practices"),
        Citation("how-to-secure-aws-lambda", "Summary"),
        Citation("security-overview-of-aws-lambda", "Lambda Functions and Layers"),
    ),
    peers=("PRW:awslambda_function_using_cross_account_layers", "STV:CTL.LAMBDA.LAYER.ORIGIN.001", "AWS:GovGuide-5"),
    fix="Publish the layer in your own account after a look at it, or add its account to layer_publishers.",
    fix_hcl=(
        'resource "aws_lambda_function" "orders" {\n  layers = [aws_lambda_layer_version.shared.arn]\n  # …\n}\n\n'
        'resource "aws_lambda_layer_version" "shared" {\n  layer_name = "shared"\n  filename   = "shared.zip"\n}'
    ),
    applies=(
        "To functions with layers. Accounts from which AWS publishes extensions are trusted. A list with one layer that"
        " the plan creates is hidden as a whole until apply, so that it stays unknown."
    ),
    check=check,
    examples=(
        passing("a layer of one's own account", _with(OWN)),
        passing("an extension of AWS", {"aws_lambda_function.orders": {"layers": [INSIGHTS]}}),
        failing("a layer of another account", _with(OWN, FOREIGN), at="layers[1]"),
        undecidable(
            "a layer, where nobody says which accounts are one's own",
            {"aws_lambda_function.orders": {"layers": [INSIGHTS, FOREIGN]}},
            at="layers[1]",
        ),
        undecidable(
            "a layer that the plan creates hides all others",
            {
                **_with(FOREIGN, "${aws_lambda_layer_version.shared.arn}"),
                "aws_lambda_layer_version.shared": {"layer_name": "shared"},
            },
            at="layers",
        ),
        undecidable("what names no account", _with("shared"), at="layers[0]"),
        undecidable(
            "a layer that the plan creates",
            {
                **_with("${aws_lambda_layer_version.shared.arn}"),
                "aws_lambda_layer_version.shared": {"layer_name": "shared"},
            },
            at="layers",
        ),
    ),
)

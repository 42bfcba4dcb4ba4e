"""LP610: names, descriptions and tags hold no secret."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lambda_policies.data.secrets import find_secret
from lambda_policies.estate.models.free_text import FreeText
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.plan.origins import Kind, origins
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Absent, Known, Unknown, Value
from lambda_policies.verdicts import Severity, Verdict

PAIR = re.compile(r"([A-Za-z][\w.-]{1,39})=([^\s,;]{4,200})")
"""``name=value`` in a sentence."""


def check(text: FreeText, _: Settings) -> Iterator[Verdict]:
    """Look at every name and description, and at every tag."""
    for value in text.texts():
        if isinstance(value, Unknown) and value.at != "description" and _is_made_of_plain_things(text, value):
            yield passed(text.address, value.at, "It is made from what holds no secret.")
        elif not isinstance(value, Absent):
            yield _judged(text.address, value)
    match text.tags:
        case Known(tags, at=at):
            yield from (_judged(text.address, _tag(tag, f"{at}.{name}")) for name, tag in tags.items())
        case Unknown() as hole:
            yield undecided(text.address, hole)


def _is_made_of_plain_things(text: FreeText, name: Unknown) -> bool:
    """Whether a name that is known only after apply comes from variables and attributes that hold no secret."""
    found = origins(text.resource, parse_path(name.at))
    plain = (origin.kind is Kind.VARIABLE or text.estate.joins.reveals(origin) is False for origin in found)
    shown = (origin.kind in {Kind.VARIABLE, Kind.RESOURCE} and not origin.sensitive for origin in found)
    return bool(found) and all(plain) and all(shown)


def _tag(value: object, at: str) -> Value[str]:
    return value if isinstance(value, Unknown) else Known(str(value or ""), at)


def _judged(address: str, value: Value[str]) -> Verdict:
    if isinstance(value, Unknown):
        return undecided(address, value)
    kind = _secret_in(value.at.rpartition(".")[2], value.value) if isinstance(value, Known) else None
    if kind is None:
        return passed(address, value.at, "It does not look like a secret.")
    because = f"{value.at} holds what looks like a secret ({kind}). It shows in logs, bills and every listing."
    return failed(address, value.at, because)


def _secret_in(name: str, text: str) -> str | None:
    """The kind of secret that *text* is or holds as ``name=value``."""
    pairs = ((found[1], found[2]) for found in PAIR.finditer(text))
    return find_secret(name, text) or next((kind for pair in pairs if (kind := find_secret(*pair))), None)


FAKE = "AKIAIOSFODNN7EXAMPLE"

GUARDRAIL = Guardrail(
    id="LP610",
    slug="freeform-no-secrets",
    title="Names, descriptions and tags hold no secret.",
    why=(
        "Tags and names are copied where secrets must not go: into bills, logs, metrics, support cases, and the answers"
        " to calls that only list things. Whoever may list functions reads them."
    ),
    severity=Severity.HIGH,
    about=FreeText,
    lands_on=FreeText.TYPES,
    documents=(
        Citation("lambda-governance-and-guardrails", "Runtime environment re-use"),
        Citation("security-in-lambda-context", "SecOps considerations"),
    ),
    peers=(),
    fix="Take the secret out of the text and rotate it; whoever saw the name or tag has it.",
    fix_hcl=(
        'resource "aws_lambda_function" "orders" {\n  description = "Takes orders"\n'
        '  tags = {\n    team = "orders"\n  }\n  # …\n}'
    ),
    applies=(
        "To names, descriptions, statement ids and tags of functions, aliases, layers, permissions and log groups."
        " A name that is known only after apply, such as one with a random suffix, is judged by what it is made from."
        " Kinds of secrets are reported, values never."
    ),
    check=check,
    examples=(
        passing(
            "plain words", {"aws_lambda_function.orders": {"description": "Takes orders", "tags": {"team": "orders"}}}
        ),
        failing(
            "an access key in a description",
            {"aws_lambda_function.orders": {"description": f"Uses {FAKE} for mail"}},
            at="description",
        ),
        failing(
            "a password in the description of an alias",
            {
                "aws_lambda_function.orders": {},
                "aws_lambda_alias.live": {
                    "name": "live",
                    "description": "db_password=Tr0ub4dor",
                    "function_name": "${aws_lambda_function.orders.function_name}",
                    "function_version": "1",
                },
            },
            at="description",
        ),
        failing(
            "a password in a tag",
            {"aws_lambda_function.orders": {"tags": {"db-password": "correct horse battery"}}},
            at="tags.db-password",
        ),
        undecidable(
            "a tag that is known only after apply",
            {"aws_lambda_function.orders": {"tags": {"note": "${terraform_data.later.output}"}}},
            at="tags",
        ),
        passing(
            "a name made from a variable and the name of a bucket",
            {
                "variable.stage": {"value": "prod"},
                "aws_s3_bucket.orders": {},
                "aws_lambda_function.orders": {"function_name": "orders-${var.stage}-${aws_s3_bucket.orders.id}"},
            },
        ),
        undecidable(
            "a name that passes on anything",
            {"aws_lambda_function.orders": {"function_name": "${terraform_data.later.output}"}},
            at="function_name",
        ),
        undecidable(
            "a description that is known only after apply",
            {"aws_lambda_function.orders": {"description": "${terraform_data.later.output}"}},
            at="description",
        ),
        undecidable(
            "a description made from the name of a bucket",
            {
                "aws_s3_bucket.orders": {},
                "aws_lambda_function.orders": {"description": "Reads ${aws_s3_bucket.orders.id}"},
            },
            at="description",
        ),
        undecidable(
            "a name made from the name of a bucket and anything",
            {
                "aws_s3_bucket.orders": {},
                "aws_lambda_function.orders": {
                    "function_name": "${aws_s3_bucket.orders.id}-${terraform_data.later.output}"
                },
            },
            at="function_name",
        ),
        passing("a tag without a value", {"aws_lambda_function.orders": {"tags": {"db-password": ""}}}),
        undecidable(
            "a name made from a bucket and a key that a resource makes",
            {
                "aws_s3_bucket.orders": {},
                "aws_iam_access_key.mail": {"user": "mail"},
                "aws_lambda_function.orders": {
                    "function_name": "${aws_s3_bucket.orders.id}-${aws_iam_access_key.mail.secret}"
                },
            },
            at="function_name",
        ),
        undecidable(
            "a name made from a bucket and a variable that is sensitive",
            {
                "aws_s3_bucket.orders": {},
                "variable.stage": {"value": "prod", "sensitive": True},
                "aws_lambda_function.orders": {"function_name": "${aws_s3_bucket.orders.id}-${var.stage}"},
            },
            at="function_name",
        ),
    ),
)

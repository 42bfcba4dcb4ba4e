"""Documents that somebody wrote to make a question hard."""

from __future__ import annotations

from typing import Any

from lambda_policies.iam.access import Access, attached
from lambda_policies.iam.engine import no_more_than
from lambda_policies.iam.parsing import from_tree


def access(*statements: dict[str, Any]) -> Access:
    return Access((attached("policy", from_tree({"Statement": list(statements)})),))


def allow(resource: Any, **conditions: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": "s3:*", "Resource": resource}
    return {**found, "Condition": conditions} if conditions else found


def conditional(*values: str) -> list[dict[str, Any]]:
    keys = [f"k:{number}" for number in range(32)]
    return [allow("*", StringNotEquals={keys[n]: list(values), keys[n + 1]: "b", keys[n + 2]: "c"}) for n in range(30)]


def test_over_the_budget_a_question_is_undecided() -> None:
    found = no_more_than(access(*conditional("a", "b", "d")), access(*conditional("a", "b")))
    assert (found.holds, found.unknown) == (None, None)
    assert found.doubt == "it takes more steps than one question may take"


def test_equal_documents_cost_nothing() -> None:
    held = access(*conditional("a", "b"))
    assert no_more_than(held, held).holds is True


def test_many_wildcards_end() -> None:
    many = access(allow("arn:aws:s3:::" + "*a?" * 40))
    assert no_more_than(many, access(allow("arn:aws:s3:::" + "*a" * 30 + "b*"))).holds is False
    exclusions = [f"arn:aws:s3:::*{number}*{chr(97 + number % 26)}*" for number in range(100)]
    others = access({"Effect": "Allow", "Action": "*", "NotResource": exclusions})
    assert no_more_than(others, others).holds is True

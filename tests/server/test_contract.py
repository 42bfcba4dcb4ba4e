"""What becomes of a task, row by row, over real sockets with TLS: what it fetches, and what it says in the end."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from lambda_policies import check, packs
from lambda_policies.pipeline import Options
from lambda_policies.server.outcomes import result
from tests.server.conftest import Lp
from tests.server.hcp import BAD, GOOD, TOKEN, Platform, Run, broken

MOST = 2_000_000
LOST = "lp could not evaluate this plan: "


@dataclass(frozen=True)
class Row:
    """One run: what is scripted, and what it ends with."""

    name: str
    status: str
    message: str
    changes: dict[str, Any] = field(default_factory=dict)
    more: Callable[[Run], dict[str, Any]] = lambda _: {}


@pytest.fixture(scope="module")
def lp(start: Callable[..., Lp]) -> Lp:
    return start(plan_bytes=MOST, plan_seconds=20)


def later(*answers: Callable[[], Any]) -> Callable[[], Any]:
    """A store that answers otherwise each time."""
    left = list(answers)
    return lambda: left.pop(0)()  # noqa: PLW0108 - another one each time


def hops(number: int) -> Callable[[Run], dict[str, Any]]:
    return lambda run: {"location": run.location, "plan_json_api_url": f"{run.base}/hop/{run.id}/{number}"}


def at(url: str) -> Callable[[Run], dict[str, Any]]:
    return lambda run: {"plan_json_api_url": url.format(run.id)}


def elsewhere(url: str) -> Callable[[Run], dict[str, Any]]:
    return lambda run: {"location": url.format(port=run.base.rsplit(":", 1)[1], id=run.id)}


def plan(data: bytes) -> dict[str, Any]:
    return {"plan": data}


def errored() -> bytes:
    return json.dumps({**json.loads(GOOD), "errored": True}).encode()


def fresh() -> Any:
    from starlette.responses import Response

    return Response(GOOD)


BOMB = gzip.compress(b" " * (MOST + 1) + b"{}")
HALF = GOOD[: len(GOOD) // 2]
ROWS = [
    Row("what is denied", "failed", "DENIED: ", plan(BAD)),
    Row("what is not", "passed", "", plan(GOOD)),
    Row("before apply", "passed", "", {"stage": "pre_apply", "plan": GOOD}),
    Row("before there is a plan", "failed", "attach this task to post-plan", {"stage": "pre_plan"}),
    Row("after apply", "failed", "attach this task to post-plan", {"stage": "post_apply"}),
    Row("a stage to come", "failed", "at the stage mid-flight", {"stage": "mid_flight"}),
    Row("no word of capabilities", "failed", "LP201 aws_lambda_permission.api_anyone", {"capabilities": ...}),
    Row("capabilities that are null", "failed", "LP201 aws_lambda_permission.api_anyone", {"capabilities": None}),
    Row("no outcomes", "failed", "…and ", {"capabilities": {"outcomes": False}}),
    Row("no organisation", "passed", "", {"organization_name": None, "plan": GOOD}),
    Row("not finished twice", "passed", "", {"plan_codes": [204, 204], "plan": GOOD}),
    Row("the plan itself", "passed", "", {"code": 200, "plan": GOOD}),
    *(Row(f"redirected by {code}", "passed", "", {"code": code, "plan": GOOD}) for code in (301, 302, 303, 308)),
    *(Row(f"first {code}", "passed", "", {"plan_codes": [code], "plan": GOOD}) for code in (429, 500, 503)),
    Row("a dead token", "failed", "the token of the run is not good any more", {"code": 401}),
    Row("a forbidden plan", "failed", "the token of the run may not read it", {"code": 403}),
    Row("no such plan", "failed", "it is not there", {"code": 404}),
    Row("an old Terraform", "failed", "older than 0.12", {"code": 422}),
    Row("a teapot", "failed", "the answer was 418", {"code": 418}),
    Row("not modified", "failed", "the answer was 304", {"code": 304, "location": ""}),
    Row("a redirect to nowhere", "failed", "the answer was 307", {"location": ""}),
    Row("a wrong token", "failed", "not good any more", {"access_token": "another"}),
    Row("no plan", "failed", "the trigger names no plan", {"plan_json_api_url": None}),
    Row("a relative plan", "passed", "", {"plan": GOOD}, at("../../plans/{}/json-output")),
    Row("an absolute path", "passed", "", {"plan": GOOD}, at("/api/v2/plans/{}/json-output")),
    Row("a plan elsewhere", "failed", 'may not call "evil.example"', {"plan_json_api_url": "https://evil.example/p"}),
    Row("a plan in clear", "failed", "only calls URLs that begin with https://", {"plan_json_api_url": "http://localhost/p"}),
    Row("a file", "failed", "only calls URLs", {"plan_json_api_url": "file:///etc/passwd"}),
    Row("a store elsewhere", "failed", "Allow the host with `stores`", {}, elsewhere("https://evil.example/x")),
    Row("a store in clear", "failed", "only calls URLs", {}, elsewhere("http://127.0.0.1:{port}/store/{id}")),
    Row("a private store", "failed", "an address that is not public", {}, elsewhere("https://127.0.0.2:{port}/store/{id}")),
    Row("metadata of a machine", "failed", "may not call", {}, elsewhere("https://169.254.169.254/latest/meta-data/")),
    Row("a few hops", "passed", "", {"plan": GOOD}, hops(2)),
    Row("endless hops", "failed", "redirected more than 5 times", {}, hops(9)),
    Row("too big a plan", "failed", f"bigger than the {MOST:,} bytes", plan(b" " * (MOST + 1))),
    Row("too big, unannounced", "failed", "bigger than the", {"store": broken(*[b" " * 500_000] * 5)}),
    Row("a gzipped plan", "passed", "", plan(gzip.compress(GOOD))),
    Row("a bomb", "failed", "is bigger than", plan(BOMB)),
    Row("cut off once", "passed", "", {"store": later(broken(HALF, announced=len(GOOD)), fresh)}),
    Row("slow, but in time", "passed", "", {"store": broken(HALF, GOOD[len(HALF) :], pause=0.2)}),
    Row("not JSON", "failed", LOST, plan(b"<html>sign in</html>")),
    Row("nothing", "failed", LOST, plan(b"")),
    Row("cut in half", "failed", LOST, plan(HALF)),
    Row("nested deep", "failed", LOST, plan(b'{"a":' * 100_000)),
    Row("a state", "failed", LOST, plan(b'{"format_version":"1.0","values":{"root_module":{}}}')),
    Row("a binary plan", "failed", LOST, plan(b"PK\x03\x04tfplan")),
    Row("a version to come", "failed", LOST, plan(b'{"format_version":"2.0"}')),
    Row("an errored plan", "failed", "CANNOT JUDGE: the plan errored", plan(errored())),
    Row("a callback that fails twice", "failed", "DENIED", {"final_codes": [500, 503]}),
    Row("a callback too many", "failed", "DENIED", {"final_codes": [429]}),
    Row("a callback without content", "failed", "DENIED", {"final_codes": [204]}),
    Row("outcomes nobody takes", "failed", "LP201 aws_lambda_permission.api_anyone", {"listed_codes": [422]}),
    Row("outcomes taken late", "failed", "DENIED", {"listed_codes": [500, 503]}),
    Row("a last word refused once", "failed", "LP201", {"final_codes": [422]}),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_a_task(platform: Platform, lp: Lp, row: Row) -> None:
    run = platform.run(**row.changes)
    for name, value in row.more(run).items():
        if hasattr(run, name):
            setattr(run, name, value)
        else:
            run.payload[name] = value
    final = lp.judged(run)
    assert final["status"] == row.status
    assert row.message in final["message"]
    assert 1 <= len(final["message"]) <= 1_000
    assert "url" not in final
    assert all("authorization" not in headers for path, headers in run.asked if path.startswith(("/store", "/archive")))
    assert all(path.endswith("/callback?url_code=c%2Fd") for path, _ in run.asked if "/task-results/" in path)


OVER = [(name, code) for name in ("listed_codes", "final_codes") for code in (401, 403, 404, 409, 410, 307)]


@pytest.mark.parametrize(("which", "code"), OVER, ids=[f"{name} {code}" for name, code in OVER])
def test_nothing_more_is_said_once_a_run_is_over(platform: Platform, lp: Lp, which: str, code: int) -> None:
    run = platform.run(**{which: [code]})
    assert lp.trigger(run) == 200
    assert lp.ended(run)["callback"] == "over"
    assert run.words[-1]["attributes"]["status"] == ("running" if which == "listed_codes" else "failed")
    assert len([path for path, _ in run.asked if path.startswith("/store")]) == 1


def test_outcomes_are_whole(platform: Platform, lp: Lp) -> None:
    run = platform.run()
    lp.judged(run)
    first = run.outcomes[0]
    assert "AKIA" in BAD.decode()
    assert "AKIA" not in json.dumps(run.words)
    local = check([("acme-platform/net-prod", BAD)], Options(packs.load(), datetime.now(UTC).date()))
    assert len(run.outcomes) == len(result(local).outcomes) > 20
    assert {key: first[key] for key in ("outcome-id", "description", "tags")} == {
        "outcome-id": "LP201",
        "description": "aws_lambda_permission.api_anyone: Anyone in any AWS account can invoke this function: "
        "its principal is everyone and nothing narrows it.",
        "tags": {
            "Status": [{"label": "Denied", "level": "error"}, {"label": "New", "level": "none"}],
            "Severity": [{"label": "Critical", "level": "error"}],
            "Guardrail": [{"label": "LP201", "level": "none"}],
        },
    }


def test_no_log_line_holds_a_token_or_a_value_of_a_plan(lp: Lp) -> None:
    """Runs last in this file, over everything that was logged until now."""
    text = "".join(lp.text)
    assert len(lp.lines) > 2 * len(ROWS)
    secrets = (TOKEN, "Bearer", "s1gned", "url_code", "AKIA", "k3y", "api_anyone")
    assert [secret for secret in secrets if secret in text] == []

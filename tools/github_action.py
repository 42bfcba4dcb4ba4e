"""What `action.yml` runs: checks the plans, then tells the job's outputs and the pull request.

Everything comes in by the environment, so that no input is ever part of a script. Nothing of a plan is uploaded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

VERDICTS = {0: "passed", 1: "failed"}
COUNTS = ("denied", "undecided", "warned", "passed", "new")
PAGES = 10
PER_PAGE = 100
YES = "true"


def main(environ: Mapping[str, str]) -> int:
    """Check, tell, and return lp's exit code."""
    folder = Path(environ["RUNNER_TEMP"]) / "lambda-policies-reports"
    folder.mkdir(exist_ok=True)
    sarif = Path(environ.get("LP_ACTION_SARIF") or folder / "lambda-policies.sarif")
    code = subprocess.run([*command(environ, folder, sarif)], check=False).returncode
    annotations = folder / "annotations"
    if annotations.exists():
        print(annotations.read_text(encoding="utf-8"), end="", flush=True)
    tell(environ, code, folder / "report.json", sarif)
    comment = folder / "comment.md"
    if environ.get("LP_ACTION_COMMENT") == YES and comment.exists():
        print(post(environ, comment.read_text(encoding="utf-8")))
    return code


def command(environ: Mapping[str, str], folder: Path, sarif: Path) -> Iterator[str]:
    """The command line. -P keeps the repository under review from being imported."""
    yield from (sys.executable, "-P", "-m", "lambda_policies", "check")
    for name in ("binary", "source", "config", "profile", "fail-on"):
        if value := environ.get(f"LP_ACTION_{name.upper().replace('-', '_')}"):
            yield from (f"--{name}", value)
    reports = {"json": folder / "report.json", "github": folder / "annotations", "sarif": sarif}
    if environ.get("LP_ACTION_COMMENT") == YES:
        reports["markdown"] = folder / "comment.md"
    if environ.get("LP_ACTION_SUMMARY") == YES:
        reports["github-summary"] = Path(environ["GITHUB_STEP_SUMMARY"])
    for form, path in reports.items():
        path.unlink(missing_ok=True)
        yield from ("--output", f"{form}={path}")
    if environ.get("LP_ACTION_ISOLATED") == YES:
        yield "--isolated"
    yield "--"
    yield from environ["LP_ACTION_PLAN"].split("\n" if "\n" in environ["LP_ACTION_PLAN"] else None)


def tell(environ: Mapping[str, str], code: int, report: Path, sarif: Path) -> None:
    """Write the outputs of the step: words, numbers and one path that holds no line break."""
    said = {"verdict": VERDICTS.get(code, "error"), "exit-code": str(code)}
    if report.exists():
        summary = json.loads(report.read_text(encoding="utf-8"))["summary"]
        said |= {name: str(int(summary[name])) for name in COUNTS}
    if sarif.exists() and "\n" not in str(sarif):
        said["sarif-file"] = str(sarif)
    with Path(environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as out:
        out.writelines(f"{name}={value}\n" for name, value in said.items())


def post(environ: Mapping[str, str], body: str) -> str:
    """Write the comment, or the one that stands there anew; say what became of it."""
    event = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    number = (event.get("pull_request") or {}).get("number")
    if not isinstance(number, int):
        return "No comment: this is no pull request."
    base = f"{environ['GITHUB_API_URL']}/repos/{environ['GITHUB_REPOSITORY']}/issues"
    try:
        place = own(environ, f"{base}/{number}/comments", body.split("\n", 1)[0])
        if place is None:
            ask(environ, "POST", f"{base}/{number}/comments", {"body": body})
            return "Commented."
        ask(environ, "PATCH", f"{base}/comments/{place}", {"body": body})
    except urllib.error.HTTPError as error:
        return f"::notice::No comment: GitHub answered {error.code}. The token of a fork may not write one."
    except OSError as error:
        return f"::notice::No comment: GitHub cannot be reached ({type(error).__name__})."
    return "Wrote the comment anew."


def own(environ: Mapping[str, str], url: str, marker: str) -> int | None:
    """The comment that begins with the marker. Only one of a bot is taken: anybody can write the marker."""
    for page in range(1, PAGES + 1):
        comments = ask(environ, "GET", f"{url}?per_page={PER_PAGE}&page={page}")
        for each in comments:
            if each["user"]["type"] == "Bot" and each["body"].split("\n", 1)[0].rstrip("\r") == marker:
                return int(each["id"])
        if len(comments) < PER_PAGE:
            break
    return None


def ask(environ: Mapping[str, str], method: str, url: str, body: Mapping[str, str] | None = None) -> Any:
    """The answer of GitHub's API."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {environ['LP_ACTION_TOKEN']}",
        "Content-Type": "application/json",
        "User-Agent": "lambda-policies",
    }
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310 - the runner names the host
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(os.environ))

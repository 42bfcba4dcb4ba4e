"""Every statement that the plan's author wrote for an execution role, asked one question after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from lambda_policies.estate.grants import Grant
from lambda_policies.estate.models.execution_role import ExecutionRole
from lambda_policies.estate.rotation import rotates
from lambda_policies.guardrails.powers import POWERS, power_of
from lambda_policies.guardrails.saying import failed, leading, listed, malformed, passed, shown, undecided
from lambda_policies.iam.answers import Answer, Doubt, Fault
from lambda_policies.iam.arns import managed_policy_name
from lambda_policies.iam.document import Document, Statement
from lambda_policies.iam.passing import passes_any_role
from lambda_policies.iam.secret_access import exposes_secrets
from lambda_policies.iam.wide import all_but, everything, open_resource, whole_service
from lambda_policies.values import Known, Reason, Unknown
from lambda_policies.verdicts import Outcome, Verdict

Question: TypeAlias = Callable[[Statement, ExecutionRole], Answer]
QUESTIONS: Mapping[str, Question] = {
    "LP104": lambda statement, _: everything(statement),
    "LP105": lambda statement, _: whole_service(statement),
    "LP107": lambda statement, _: open_resource(statement),
    "LP108": lambda statement, _: all_but(statement),
    "LP113": lambda statement, _: passes_any_role(statement),
    "LP124": lambda statement, execution: exposes_secrets(statement, lambda: rotates(execution)),
    **{guardrail: power_of(guardrail) for guardrail in POWERS},
}
LEADS: Mapping[str, tuple[str, ...]] = {
    "LP104": ("LP105", "LP107", "LP108", "LP113", "LP124", *POWERS),
    "LP105": ("LP107", "LP113", "LP124", *POWERS),
    "LP107": ("LP114", "LP115", "LP117", "LP125", "LP128", "LP129"),
    "LP108": ("LP113", "LP124", *POWERS),
    "LP113": ("LP107",),
    "LP116": ("LP117",),
    "LP124": ("LP115",),
    "LP125": ("LP117",),
    "LP128": ("LP117",),
    "LP130": ("LP116", "LP117"),
}
"""Who speaks for whom where both are about the same statements."""
CHAINS: Mapping[str, tuple[str, ...]] = {"LP104": ("LP112",), "LP108": ("LP112",)}
"""Who speaks at a document for whom about all policies of its role together."""
NEED_ROLE = (
    *("LP102", "LP103", "LP104", "LP105", "LP107", "LP108", "LP109", "LP110", "LP112", "LP113", "LP118", "LP124"),
    *POWERS,
)
"""Who has to know the role that a function runs as."""
LANDS_ON = (
    "aws_iam_role_policy",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_iam_role_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_iam_role_policy_attachments_exclusive",
    "aws_lambda_function",
)
"""Where verdicts about what is attached to a role point."""
LINT = ("LP134",)
"""Who asks about the same documents, and cannot tell either where a part of one is unknown."""
REST = -1
"""Stands for the statements that a plan does not show."""


class Decision(Struct, frozen=True):
    """What one document is decided to be, by which statements, and the first of these with its answer."""

    outcome: Outcome
    by: frozenset[int] = frozenset()
    statement: Statement | None = None
    answer: Answer = None


def judged(execution: ExecutionRole, guardrail: str, fine: str) -> Iterator[Verdict]:
    """The verdicts of *guardrail* about each document of the role; *fine* is what a pass says."""
    followers = tuple(one for one in ("LP101", *NEED_ROLE) if one != guardrail) if guardrail == "LP104" else ()
    yield from about_role(execution, *followers)
    for grant in execution.grants:
        if not is_managed_by_aws(grant):
            yield _judged(grant, execution, guardrail, fine)


def about_role(execution: ExecutionRole, *followers: str) -> Iterator[Verdict]:
    """That the role of a function is open: for *followers* too where apply decides; LP101 says it is elsewhere."""
    if isinstance(execution.role, Unknown) and execution.functions:
        others = followers if execution.role.reason is Reason.AFTER_APPLY else ()
        yield leading(undecided(execution.address, execution.role), *others)


def is_managed_by_aws(grant: Grant) -> bool:
    """AWS's own policies are judged by name, by other guardrails."""
    return isinstance(grant.policy_arn, Known) and managed_policy_name(grant.policy_arn.value) is not None


def decide(document: Document, question: Callable[[Statement], Answer]) -> Decision:
    """Ask *question* of every statement: one fault decides, then whatever is open."""
    answers = [(statement, question(statement)) for statement in document.statements.items]
    faults = [(statement, answer) for statement, answer in answers if isinstance(answer, Fault)]
    if faults:
        return Decision(Outcome.FAIL, frozenset(statement.index for statement, _ in faults), *faults[0])
    open_ = [(statement, answer) for statement, answer in answers if answer is not None]
    rest = document.statements.rest
    by = frozenset([*(statement.index for statement, _ in open_), *([REST] if rest else [])])
    if open_:
        return Decision(Outcome.UNKNOWN, by, *open_[0])
    return Decision(Outcome.UNKNOWN, by, None, rest) if rest else Decision(Outcome.PASS)


def _decision(document: Document, execution: ExecutionRole, guardrail: str) -> Decision:
    """The decision of *guardrail*, which those that lead it ask for too."""
    key = id(document), guardrail
    if key not in execution.decided:
        question = QUESTIONS[guardrail]
        execution.decided[key] = decide(document, lambda statement: question(statement, execution))
    decision: Decision = execution.decided[key]
    return decision


def _judged(grant: Grant, execution: ExecutionRole, guardrail: str, fine: str) -> Verdict:
    related = tuple(one for one in (grant.via, execution.address) if one and one != grant.address)
    everyone, chains = LEADS.get(guardrail, ()), CHAINS.get(guardrail, ())
    match grant.document:
        case Unknown() as hole:
            managed = ("LP109", "LP110") if everyone and isinstance(grant.policy_arn, Unknown) and not grant.via else ()
            return leading(undecided(grant.address, hole, grant.at, related), *everyone, *chains, *managed, *LINT)
        case Known(document, sensitive=sensitive):
            decision = _decision(document, execution, guardrail)
            leads = (*led(document, decision, execution, everyone), *chains)
            if decision.outcome is Outcome.PASS:
                return passed(grant.address, grant.at, fine)
            if decision.outcome is Outcome.FAIL and isinstance(execution.role, Unknown):
                return leading(undecided(execution.address, execution.role, related=related), *leads)
            verdict = _said(decision, grant, related, hidden=sensitive)
            return leading(verdict, *leads, *(() if isinstance(decision.answer, Fault | Doubt) else LINT))
    return leading(malformed(grant.address, grant.at, grant.malformed), *everyone, *chains)


def led(document: Document, lead: Decision, execution: ExecutionRole, others: tuple[str, ...]) -> Iterator[str]:
    """Those of *others* that reach the same outcome by no other statements."""
    for other in others if lead.by else ():
        decision = _decision(document, execution, other)
        if decision.outcome is lead.outcome and decision.by <= lead.by:
            yield other


def _said(decision: Decision, grant: Grant, related: tuple[str, ...], *, hidden: bool) -> Verdict:
    statement, answer = decision.statement, decision.answer
    if statement is None or not isinstance(answer, Fault | Doubt):
        hole = answer if isinstance(answer, Unknown) else Unknown(grant.at)
        return _open(statement, hole, grant, related)
    because = _sentence(statement, answer, hidden=hidden)
    if isinstance(answer, Fault):
        failing = failed(grant.address, grant.at, because, related)
        return replace(failing, spot=f"{grant.at}.Statement[{statement.index}]")
    return Verdict(Outcome.UNKNOWN, because, grant.address, grant.at, related, Unknown(grant.at, Reason.OUTSIDE))


def _open(statement: Statement | None, hole: Unknown, grant: Grant, related: tuple[str, ...]) -> Verdict:
    verdict = undecided(grant.address, hole, grant.at, related)
    if statement is None:
        return verdict
    depends = f": it depends on {listed(hole.feeds)}" if hole.feeds else ""
    because = f"What statement {statement.index + 1} of the policy document allows is known only after apply{depends}."
    return replace(verdict, because=because)


def _sentence(statement: Statement, answer: Fault | Doubt, *, hidden: bool) -> str:
    named = isinstance(statement.sid, Known) and bool(statement.sid.value) and not hidden
    sid = f", {shown(statement.sid)}," if named else ""
    shows = "" if hidden else " on ".join(shown(Known(text)) for text in answer.shows)
    ending = f": {shows}" if shows else ""
    return f"Statement {statement.index + 1}{sid} of the policy document {answer.says}{ending}."

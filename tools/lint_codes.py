"""The page on what is wrong with policy documents: every code of AWS's validator, and which of them are decided."""

from __future__ import annotations

from lambda_policies.data.lint_codes import decided, level, undecided

PAGE = "docs/policy-lint.md"
HEAD = """# Policy documents

[LP134](guardrails/LP134.md) reads every policy document of a plan by itself: policies of identities, trust policies,
policies of resources and endpoints, and control policies of an organisation. It names what is wrong by the codes that
AWS's own validator (IAM Access Analyzer, `ValidatePolicy`) gives it, so that they can be looked up in AWS's policy
check reference. It asks nobody and costs nothing.

What differs from AWS's validator:

- A part that is known only after apply causes no lint, and the document is undecided then. An ARN of a resource that
  the plan creates is well formed, whatever it will be.
- Actions, services and condition keys are looked up in the data of this version. What is not there is a mistake as
  long as the data is not older than `data_days`; after that the finding is undecided, since AWS may have added it.
- `lambda:SourceFunctionArn` is accepted on actions of every service. In the policy of a resource it has no effect,
  which is a code of our own: `SOURCE_FUNCTION_ARN_IN_RESOURCE_POLICY`.
- Whether roles may be passed is judged by other guardrails after Deny, boundary and conditions; the six `PASS_ROLE`
  codes count only when the parameter `silent` of LP134 no longer names them.
- `level` says how severe a lint must be to count: `error` for what AWS refuses or what never works, `security` (the
  default), `warning`, `suggestion`.

{count} of AWS's {all} codes are decided.

| code | level | |
|---|---|---|
"""


def page() -> str:
    """The page, its table in the order of the codes."""
    reasons = undecided()
    codes = sorted((*decided(), *reasons))
    head = HEAD.format(count=len(decided()) - 1, all=len(codes) - 1)
    return head + "".join(f"| `{code}` | {level(code)} | {reasons.get(code, 'decided')} |\n" for code in codes)

from __future__ import annotations

from lambda_policies.report.formats.text import render
from lambda_policies.verdicts import Report

SHORT = """\
plan.json  13 functions, 41 guardrails
DENIED: 1 critical, 2 high.  Undecided: 1 critical.  Warned: 12 (1 undecided).
  Outside the plan: 22.  Waived: 1.  Off: 1.  Passed: 473.

note: the own account was inferred

orders-api  module.orders.aws_lambda_function.this["api"]

  critical  LP201 invoke-no-public-principal
    Anyone in any AWS account can invoke this function:
    module.orders.aws_lambda_permission.public has principal "*".
      module.orders.aws_lambda_permission.public  principal
    Same cause: LP204 invoke-source-account
    Fix: do what LP201 asks for.                                lp explain LP201

  medium    LP406 image-by-digest                                undecided, warn
    The image is not known.
      policy
    Fix: do what LP406 asks for.                                lp explain LP406

2 functions: orders-api, orders-worker

  critical  LP104 exec-role-no-admin-star                              undecided
    The policy names a queue that this plan creates.
      module.orders.aws_iam_role_policy.fn  policy
    Fix: do what LP104 asks for.                                lp explain LP104

orders-worker  module.orders.aws_lambda_function.this["worker"]

  high      LP501 runtime-supported
    python3.8 has ended.
      runtime
    Fix: do what LP501 asks for.                                lp explain LP501

  high      LP601 env-no-secrets                                          waived
    API_KEY looks like a secret.
    Waived by jane@example.com until 2027-01-31: vendor key, rotated weekly.

aws_lambda_permission.s3

  high      LP204 invoke-source-account
    No source account.
    Fix: do what LP204 asks for.                                lp explain LP204

11 functions: job-0, job-1, job-2, job-3, job-4, job-5, job-6, job-7 and 3 more

  medium    LP1203 log-retention                                            warn
    Logs are kept for ever.
      module.jobs.aws_lambda_function.job[0]
      module.jobs.aws_lambda_function.job[1]
      module.jobs.aws_lambda_function.job[2]
      module.jobs.aws_lambda_function.job[3]
      and 7 more
    Fix: do what LP1203 asks for.                              lp explain LP1203

Undecided, outside the plan

  LP102, LP104                                                      11 resources
    The role is not in this plan.
      module.jobs.aws_lambda_function.job[0]
      module.jobs.aws_lambda_function.job[1]
      module.jobs.aws_lambda_function.job[2]
      module.jobs.aws_lambda_function.job[3]
      and 7 more

warning: a waiver matches no finding; remove it.

3 denied, 1 undecided. Exit 1.
"""

VERBOSE = """\
plan.json  13 functions, 41 guardrails
DENIED: 1 critical, 2 high.  Undecided: 1 critical.  Warned: 12 (1 undecided).
  Outside the plan: 22.  Waived: 1.  Off: 1.  Passed: 473.

note: the own account was inferred

orders-api  module.orders.aws_lambda_function.this["api"]

  critical  LP201 invoke-no-public-principal
    Anyone in any AWS account can invoke this function: module.orders.aws_lambda_permission.public
    has principal "*".
      module.orders.aws_lambda_permission.public  principal
    Same cause: LP204 invoke-source-account
    Fix: do what LP201 asks for.                                                    lp explain LP201

  medium    LP406 image-by-digest                                                    undecided, warn
    The image is not known.
      policy
    Unknown (after apply), fed by aws_sqs_queue.q.arn
    Takes part: module.orders.aws_lambda_permission.public
    Fix: do what LP406 asks for.                                                    lp explain LP406

2 functions: orders-api, orders-worker

  critical  LP104 exec-role-no-admin-star                                                  undecided
    The policy names a queue that this plan creates.
      module.orders.aws_iam_role_policy.fn  policy
    Unknown (after apply), fed by aws_sqs_queue.q.arn
    Takes part: module.orders.aws_lambda_permission.public
    Fix: do what LP104 asks for.                                                    lp explain LP104

orders-worker  module.orders.aws_lambda_function.this["worker"]

  high      LP501 runtime-supported
    python3.8 has ended.
      runtime
    Fix: do what LP501 asks for.                                                    lp explain LP501

  high      LP601 env-no-secrets                                                              waived
    API_KEY looks like a secret.
    Waived by jane@example.com until 2027-01-31: vendor key, rotated weekly.

aws_lambda_permission.s3

  high      LP204 invoke-source-account
    No source account.
    Fix: do what LP204 asks for.                                                    lp explain LP204

11 functions: job-0, job-1, job-2, job-3, job-4, job-5, job-6, job-7, job-8, job-9, job-10

  medium    LP1203 log-retention                                                                warn
    Logs are kept for ever.
      module.jobs.aws_lambda_function.job[0]
      module.jobs.aws_lambda_function.job[1]
      module.jobs.aws_lambda_function.job[2]
      module.jobs.aws_lambda_function.job[3]
      module.jobs.aws_lambda_function.job[4]
      module.jobs.aws_lambda_function.job[5]
      module.jobs.aws_lambda_function.job[6]
      module.jobs.aws_lambda_function.job[7]
      module.jobs.aws_lambda_function.job[8]
      module.jobs.aws_lambda_function.job[9]
      module.jobs.aws_lambda_function.job[10]
    Fix: do what LP1203 asks for.                                                  lp explain LP1203

Undecided, outside the plan

  LP102, LP104                                                                          11 resources
    The role is not in this plan.
    Missing: data.aws_iam_role.shared
      module.jobs.aws_lambda_function.job[0]
      module.jobs.aws_lambda_function.job[1]
      module.jobs.aws_lambda_function.job[2]
      module.jobs.aws_lambda_function.job[3]
      module.jobs.aws_lambda_function.job[4]
      module.jobs.aws_lambda_function.job[5]
      module.jobs.aws_lambda_function.job[6]
      module.jobs.aws_lambda_function.job[7]
      module.jobs.aws_lambda_function.job[8]
      module.jobs.aws_lambda_function.job[9]
      module.jobs.aws_lambda_function.job[10]

Passed
  LP501 runtime-supported                                                                          1
      module.orders.aws_lambda_function.this["api"]

warning: a waiver matches no finding; remove it.

3 denied, 1 undecided. Exit 1.
"""


def test_the_report_for_a_person(full: Report) -> None:
    assert render(full) == SHORT


def test_the_verbose_report(full: Report) -> None:
    assert render(full, verbose=True, width=100) == VERBOSE


def test_the_quiet_report_is_the_verdict(full: Report) -> None:
    assert render(full, quiet=True) == SHORT.split("\n\n", 1)[0] + "\n"
    assert render(full, quiet=True, verbose=True) == render(full, quiet=True)

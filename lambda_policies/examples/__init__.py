"""Examples rendered: as plan JSON for the tests of guardrails and as HCL for their pages."""

from __future__ import annotations

from lambda_policies.examples.hcl import hcl_of
from lambda_policies.examples.render import plan_of

__all__ = ["hcl_of", "plan_of"]

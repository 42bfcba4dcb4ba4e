"""What AWS keeps to itself whatever policies allow: its managed policies, and the roles of IAM Identity Center."""

from __future__ import annotations

from lambda_policies.iam.access import Attached, attached
from lambda_policies.iam.parsing import from_tree

_POLICIES = [
    *("iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:DeletePolicyVersion"),
    *("iam:SetDefaultPolicyVersion", "iam:TagPolicy", "iam:UntagPolicy"),
]
_ROLES = [
    *("iam:AttachRolePolicy", "iam:CreateRole", "iam:CreateServiceLinkedRole", "iam:DeleteRole"),
    *("iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy", "iam:DeleteServiceLinkedRole"),
    *("iam:DetachRolePolicy", "iam:PassRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:TagRole"),
    *("iam:UntagRole", "iam:UpdateAssumeRolePolicy", "iam:UpdateRole", "iam:UpdateRoleDescription"),
]

RESERVED: Attached = attached(
    "AWS",
    from_tree(
        {
            "Statement": [
                {"Effect": "Deny", "Action": _POLICIES, "Resource": "arn:*:iam::aws:policy/*"},
                {"Effect": "Deny", "Action": _ROLES, "Resource": "arn:*:iam::*:role/aws-reserved/*"},
            ]
        }
    ),
)
"""As a document that denies. Roles of services are not in it: they can be passed."""

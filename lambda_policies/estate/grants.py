"""What is attached to a role: one grant for each policy document or managed policy, however it is attached."""

from __future__ import annotations

from msgspec import Struct

from lambda_policies.iam.document import Document
from lambda_policies.values import Value


class Grant(Struct, frozen=True):
    """One policy of a role.

    ``address`` and ``at`` say where a person edits the document, or the attachment for a managed policy whose
    document the plan does not show; ``via`` names the attachment between role and document. ``policy_arn`` is the
    managed policy's ARN, absent for an inline policy. ``malformed`` says why AWS would refuse the document.
    """

    address: str
    at: str
    document: Value[Document]
    policy_arn: Value[str]
    via: str = ""
    malformed: str = ""

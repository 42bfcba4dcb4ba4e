"""Access, decided: what policy documents together allow, exactly, with a concrete request as proof.

The questions (each takes ``Access`` of ``lambda_policies.iam.access``: the documents with their labels):

- ``allows(access, action, resource, context=None) -> Decision``: does it allow that in some request?
- ``no_more_than(new, reference) -> Decision``: does *new* allow nothing that *reference* does not?
- ``not_granted(access, actions, resources=()) -> Decision``: does it allow none of these?
- ``who(access, action, resource="*", context=None) -> Reach``: whom does a resource policy let in? The one definition
  of public, of an organisation and of a fenced service: a tuple of ``Caller`` (``kind`` of ``Class``, ``name``,
  ``certain``, ``fence`` for services), the widest first.
- ``summary(access) -> Summary``: all that identity policies amount to, as ``Ability`` by service.

A ``Decision`` says yes, no, or None for undecided (``holds``). Where a request proves it, ``request`` is that request
and ``matches`` are the statements that decide it; undecided, ``unknown`` is what feeds what is not known and
``doubt`` a sentence where it is something else. Guardrails fail only on what is certain, so that forgetting a value
never flips an answer.

How: a statement is a product of languages (actions as bits, ARNs by component, demands on condition keys), and what
is allowed by one document and not by another is found by splitting such products. Whatever is found becomes a
concrete request and is replayed by ``lambda_policies.iam.simulate``, which shares nothing with this.
"""

from lambda_policies.iam.engine.decisions import Decision
from lambda_policies.iam.engine.questions import allows, no_more_than, not_granted
from lambda_policies.iam.engine.reach import Caller, Class, Fence, Reach, who
from lambda_policies.iam.engine.summary import Ability, Summary, summary

__all__ = [
    "Ability",
    "Caller",
    "Class",
    "Decision",
    "Fence",
    "Reach",
    "Summary",
    "allows",
    "no_more_than",
    "not_granted",
    "summary",
    "who",
]

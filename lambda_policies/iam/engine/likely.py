"""ARNs such as an action is about, so that a request that proves something looks like one of everyday."""

from __future__ import annotations

import re
from functools import lru_cache

from lambda_policies.data import actions

_PARTS = {"${Partition}": "aws", "${Region}": "us-east-1", "${Account}": "123456789012"}
_NAME = re.compile(r"\$\{[^}]*\}")


@lru_cache(maxsize=1024)
def arns(action: str) -> tuple[str, ...]:
    """An ARN for each kind of resource that an action takes, those first that it cannot do without."""
    service, _, name = action.partition(":")
    found = actions.action(service, name)
    kinds = actions.kinds(service)
    taken = sorted(found.kinds, key=lambda each: not each.required) if found is not None else ()
    return tuple([_filled(kinds[each.kind].arn) for each in taken if each.kind in kinds])


def _filled(template: str) -> str:
    return _NAME.sub(lambda hole: _PARTS.get(hole[0], "example"), template)

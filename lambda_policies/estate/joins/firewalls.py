"""Which web firewall is in front of an entrance from the internet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from lambda_policies.estate.models.web_acl_association import WebAclAssociation
from lambda_policies.estate.models.web_entrance import STAGES
from lambda_policies.plan.resources import parse_path
from lambda_policies.values import Known, Unknown

if TYPE_CHECKING:
    from lambda_policies.estate.estate import Estate
    from lambda_policies.estate.models.web_entrance import WebEntrance
    from lambda_policies.plan.references import Source

PARTS = frozenset({"aws_api_gateway_rest_api", "aws_api_gateway_deployment"})
"""What an ARN of a stage may be put together from."""
Numbered: TypeAlias = tuple[int, WebAclAssociation]


class FirewallLinks:
    """The web firewalls of one estate. Most say by reference what they are in front of, and are found by that."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate

    def of(self, entrance: WebEntrance) -> Iterator[tuple[bool | None, WebAclAssociation]]:
        """The web firewalls that are, or may be (None), in front of *entrance*, in the plan's order."""
        settled, others = self._sorted
        for _, association in sorted([*settled.get(entrance.address, ()), *others], key=lambda one: one[0]):
            guards = _guards(association, entrance)
            if guards is not False:
                yield guards, association

    @cached_property
    def _sorted(self) -> tuple[dict[str, list[Numbered]], list[Numbered]]:
        """Those in front of nothing but what they name, by its address, and those that have to be asked each time."""
        settled: dict[str, list[Numbered]] = defaultdict(list)
        others: list[Numbered] = []
        for number, association in enumerate(self.estate.of(WebAclAssociation)):
            sources = _sources(association)
            if isinstance(association.resource_arn, Known) or _is_open(sources) or PARTS & set(_fed(sources).values()):
                others.append((number, association))
            else:
                for address in _fed(sources):
                    settled[address].append((number, association))
        return settled, others


def _guards(association: WebAclAssociation, entrance: WebEntrance) -> bool | None:
    match association.resource_arn, entrance.arn:
        case Known(one), Known(other):
            return one == other
    sources = _sources(association)
    fed = _fed(sources)
    if entrance.address in fed:
        return True
    if isinstance(association.resource_arn, Known):
        return _by_text(association.resource_arn.value, entrance)
    if _is_open(sources):
        return None
    api = entrance.estate.joins.apis.api(entrance) if entrance.resource.type in STAGES else ""
    return None if any(kind in PARTS and api in {address, None} for address, kind in fed.items()) else False


def _sources(association: WebAclAssociation) -> tuple[Source, ...]:
    at = parse_path(association.resource_arn.at)
    return association.resource.plan.references.sources(association.resource, at, known=True).items


def _fed(sources: tuple[Source, ...]) -> dict[str, str]:
    """The resources among *sources*: address and type."""
    return {source.resource.address: source.resource.type for source in sources if source.resource is not None}


def _is_open(sources: tuple[Source, ...]) -> bool:
    """Whether something feeds the ARN that the plan does not show."""
    hidden = any(source.resource is None or source.resource.type == "terraform_data" for source in sources)
    return hidden or not sources


def _by_text(arn: str, entrance: WebEntrance) -> bool | None:
    """Whether an ARN that is known means an entrance whose own is not: a stage whose API and name are in it."""
    if entrance.resource.type not in STAGES:
        return None if isinstance(entrance.arn, Unknown) and not entrance.is_new else False
    match entrance.rest_api_id, entrance.stage_name:
        case Known(api), Known(name):
            return arn.endswith(f"/restapis/{api}/stages/{name}")
    return None if "/restapis/" in arn else False

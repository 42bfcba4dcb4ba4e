"""The components of ARNs, and of condition keys like them: which texts each of them can be."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from lambda_policies.iam.engine import tokens
from lambda_policies.iam.engine.languages import is_literal, matches, member

PARTITIONS = ("aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc")
REGIONS = (
    *("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "ca-west-1", "mx-central-1", "sa-east-1"),
    *("eu-central-1", "eu-central-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1", "eu-south-2"),
    *("ap-east-1", "ap-east-2", "ap-south-1", "ap-south-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
    *("ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6"),
    *("ap-southeast-7", "me-south-1", "me-central-1", "il-central-1", "af-south-1", "cn-north-1", "cn-northwest-1"),
    *("us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1", "us-isob-east-1", "us-isob-west-1"),
    *("us-isof-east-1", "us-isof-south-1", "eu-isoe-west-1", "eusc-de-east-1"),
)
"""Every region of every partition, as botocore's endpoint data of 2026 names them."""

_ACCOUNT = tokens.DIGIT * 12


class Part(Enum):
    """What a text is, which says what it can be. Wildcards stand for such texts only; a text spelt out is possible."""

    TEXT = "text"
    PARTITION = "partition"
    REGION = "region"
    ACCOUNT = "account"
    SECRET = "secret"  # noqa: S105 - the name of a kind of resource
    SWITCH = "switch"


_CANDIDATES: dict[Part, tuple[str, ...]] = {
    Part.PARTITION: PARTITIONS,
    Part.REGION: (*REGIONS, ""),
    Part.SWITCH: ("true", "false"),
}
_SHAPES: dict[Part, tuple[str, ...]] = {
    Part.ACCOUNT: (_ACCOUNT, "", "aws"),
    # Secrets Manager appends a hyphen and six characters to the name of every secret.
    Part.SECRET: ("secret:?*-" + tokens.ALNUM * 6,),
}


@lru_cache(maxsize=1 << 17)
def choose(part: Part, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str | None:
    """A possible text that every wanted pattern matches and no unwanted one, or None. Raises ExhaustedError."""
    if part is Part.TEXT or any(is_literal(each) for each in wanted):
        return member(wanted, unwanted)
    if part in _CANDIDATES:
        return _listed(part, wanted, unwanted)
    for shape in _SHAPES[part]:
        found = member((*wanted, shape), unwanted)
        if found is not None:
            return found
    return None


def _listed(part: Part, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str | None:
    firm = [each for each in unwanted if not tokens.has_variable(each)]
    if any(each in wanted for each in unwanted):
        return None
    return next(
        (
            value
            for value in _CANDIDATES[part]
            if all(matches(each, value) for each in wanted) and not any(matches(each, value) for each in firm)
        ),
        None,
    )

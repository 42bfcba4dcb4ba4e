"""LP1102: the subnets of a function lie in two availability zones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lambda_policies.estate.models.function import Function
from lambda_policies.estate.models.subnet import Subnet
from lambda_policies.guardrails.base import Citation, Guardrail, Settings, failing, passing, undecidable
from lambda_policies.guardrails.saying import failed, passed, undecided
from lambda_policies.values import Absent, Known, Unknown, Value
from lambda_policies.verdicts import Severity, Verdict

AT = "vpc_config[0].subnet_ids"
BECAUSE = "When that zone fails, the function fails with it."


def check(function: Function, _: Settings) -> Iterator[Verdict]:
    """Count the availability zones of the subnets; subnets that the plan does not show may add some."""
    ids, subnets = function.vpc_config_subnet_ids, function.subnets
    if isinstance(ids, Absent):
        return
    names = {zone.value for zone in map(_name, subnets.items) if isinstance(zone, Known)}
    numbers = {zone.value for zone in map(_id, subnets.items) if isinstance(zone, Known)}
    if max(len(names), len(numbers)) > 1:
        yield passed(function.address, AT, "The subnets lie in different availability zones.")
    elif isinstance(ids, Known) and len(ids.value) == 1 and isinstance(ids.value[0], str):
        yield failed(function.address, AT, f"One subnet lies in one availability zone. {BECAUSE}")
    elif isinstance(ids, Known) and subnets.rest is None and _are_together(subnets.items):
        related = tuple(subnet.address for subnet in subnets.items)
        yield failed(function.address, AT, f"All subnets lie in one availability zone. {BECAUSE}", related)
    else:
        yield _open(function, ids)


def _open(function: Function, ids: Value[list[Any]]) -> Verdict:
    """What leaves open where the subnets lie: the zone of one of them, or the list."""
    several = function.subnets.items if len(function.subnets.items) > 1 else ()
    for subnet in several:
        match _name(subnet), _id(subnet):
            case Unknown() as hole, Unknown():
                return undecided(subnet.address, hole, related=(function.address,))
    hole = function.subnets.rest or (ids if isinstance(ids, Unknown) else Unknown(AT))
    return undecided(function.address, hole)


def _name(subnet: Subnet) -> Value[str]:
    return subnet.availability_zone


def _id(subnet: Subnet) -> Value[str]:
    return subnet.availability_zone_id


def _are_together(subnets: tuple[Subnet, ...]) -> bool:
    """Whether all of them certainly lie in one zone."""
    return any(all(isinstance(zone(subnet), Known) for subnet in subnets) for zone in (_name, _id))


ONE, TWO = "subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f607182a"
LATER = "${terraform_data.later.output}"


def _attached(*subnets: str, **declared: dict[str, str]) -> dict[str, dict[str, Any]]:
    """A function in these subnets, for the examples."""
    config = {"subnet_ids": list(subnets), "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}
    network = {"vpc_id": "vpc-0a1b2c3d4e5f60718"}
    found: dict[str, dict[str, Any]] = {f"aws_subnet.{name}": {**network, **given} for name, given in declared.items()}
    return {"aws_lambda_function.orders": {"vpc_config": [config]}, **found}


BOTH = "${aws_subnet.a.id}", "${aws_subnet.b.id}"

GUARDRAIL = Guardrail(
    id="LP1102",
    slug="vpc-multi-az",
    title="The subnets of a function lie in different availability zones.",
    why=(
        "Lambda itself runs in several availability zones, but a function in a VPC reaches the network only where it"
        " has a subnet. With one zone, a failure of that zone, or of free addresses in it, stops the function."
    ),
    severity=Severity.MEDIUM,
    about=Function,
    lands_on=("aws_lambda_function", *Subnet.TYPES),
    documents=(
        Citation("security-in-lambda-context", "Access to VPC resources"),
        Citation("security-overview-of-aws-lambda", "Architecting and Operating Lambda Functions"),
    ),
    peers=(
        "SH:Lambda.5",
        "CFG:lambda-vpc-multi-az-check",
        "PRW:awslambda_function_vpc_multi_az",
        "PP:lambda_function_multiple_az_configured",
    ),
    fix="Add a subnet in another availability zone.",
    fix_hcl=(
        'resource "aws_lambda_function" "orders" {\n  # …\n  vpc_config {\n'
        "    subnet_ids         = [aws_subnet.a.id, aws_subnet.b.id]\n"
        "    security_group_ids = [aws_security_group.orders.id]\n  }\n}"
    ),
    applies=(
        "To functions in a VPC. Where the list of subnets is known only after apply, subnets of this plan that are in"
        " it may show two zones, but never that there is only one."
    ),
    check=check,
    examples=(
        passing(
            "two zones",
            _attached(*BOTH, a={"availability_zone": "us-east-1a"}, b={"availability_zone": "us-east-1b"}),
            at=AT,
        ),
        passing(
            "two zones by their IDs",
            _attached(*BOTH, a={"availability_zone_id": "use1-az1"}, b={"availability_zone_id": "use1-az2"}),
            at=AT,
        ),
        failing("one subnet", _attached(ONE), at=AT),
        failing(
            "two subnets in one zone",
            _attached(
                ONE,
                TWO,
                a={"id": ONE, "availability_zone": "us-east-1a"},
                b={"id": TWO, "availability_zone": "us-east-1a"},
            ),
            at=AT,
        ),
        undecidable("subnets elsewhere", _attached(ONE, TWO), at=AT),
        undecidable(
            "one zone in a list that is known only after apply",
            _attached(*BOTH, a={"availability_zone": "us-east-1a"}, b={"availability_zone": "us-east-1a"}),
            at=AT,
        ),
        undecidable(
            "a zone that AWS chooses",
            _attached(*BOTH, a={"availability_zone": "us-east-1a"}, b={}),
            at="availability_zone",
        ),
        undecidable("a list that is known only after apply", _attached(LATER), at=AT),
        undecidable(
            "one of two zones that is known only after apply",
            _attached(*BOTH, a={"availability_zone": "us-east-1a"}, b={"availability_zone": LATER}),
            at="availability_zone",
        ),
        undecidable(
            "one subnet whose zone AWS chooses, in a list that is known only after apply",
            _attached("${aws_subnet.a.id}", a={}),
            at=AT,
        ),
    ),
)

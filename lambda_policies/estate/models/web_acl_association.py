"""``aws_wafv2_web_acl_association`` and its predecessor for the classic WAF."""

from __future__ import annotations

from typing import ClassVar

from lambda_policies.estate.base import Attribute, Model, at


class WebAclAssociation(Model):
    """A web firewall put in front of something."""

    TYPES: ClassVar[tuple[str, ...]] = ("aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association")

    resource_arn: Attribute[str] = at("resource_arn")
    web_acl_arn: Attribute[str] = at("web_acl_arn")

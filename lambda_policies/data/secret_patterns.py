"""The shapes of credentials that vendors publish, and of texts that are no secret.

Written on 2026-11-21 from the vendors' descriptions of their tokens. Every expression is linear: bounded repetition,
and no two parts that can match the same text. ``markers`` are texts of which a value must hold one, looked for first
because a substring is found faster than an expression. A group ``secret`` is what must not be a mere reference.
"""

from __future__ import annotations

import re

from msgspec import Struct


class Pattern(Struct, frozen=True):
    """One kind of credential: the name that a report shows, and how its text looks."""

    name: str
    markers: tuple[str, ...]
    expression: str


def _pattern(name: str, markers: str, expression: str) -> Pattern:
    return Pattern(name, tuple(markers.split()), expression)


PATTERNS = (
    _pattern("private key", "PRIVATE", r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY"),
    _pattern(
        "AWS access key id",
        "AKIA ASIA ABIA A3T",
        r"(?<![A-Za-z0-9/+])(?:AKIA|ASIA|ABIA|A3T[A-Z0-9])[A-Z0-9]{16}(?![A-Za-z0-9/+])",
    ),
    _pattern(
        "AWS secret access key",
        "ecret ECRET",
        r"(?i:aws.?secret.?(?:access.?)?key|secret.?access.?key)[\"']?\s{0,4}[:=]\s{0,4}[\"']?"
        r"(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
    ),
    _pattern("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", r"(?<![A-Za-z0-9])gh[pousr]_[A-Za-z0-9]{36}"),
    _pattern("GitHub token", "github_pat_", r"github_pat_[A-Za-z0-9_]{22}"),
    _pattern("GitLab token", "glpat- gldt- glrt- glptt-", r"(?<![A-Za-z0-9])gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20}"),
    _pattern("Slack token", "xox xapp-", r"(?<![A-Za-z0-9])(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10}"),
    _pattern(
        "Slack webhook", "hooks.slack.com", r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_-]{16}"
    ),
    _pattern("Discord webhook", "/webhooks/", r"discord(?:app)?\.com/api/webhooks/\d{16,20}/[A-Za-z0-9_-]{40}"),
    _pattern("Microsoft Teams webhook", "webhook.office.com", r"webhook\.office\.com/webhookb2/[A-Za-z0-9@-]{36}"),
    _pattern("Stripe key", "k_live_ k_test_", r"(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16}"),
    _pattern("Stripe webhook secret", "whsec_", r"(?<![A-Za-z0-9])whsec_[A-Za-z0-9+/]{24}"),
    _pattern("SendGrid key", "SG.", r"(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _pattern("Twilio API key", "SK", r"(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])"),
    _pattern("npm token", "npm_", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}"),
    _pattern("npm token", "_authToken", r"_authToken\s?=\s?(?P<secret>\S{16})"),
    _pattern("PyPI token", "pypi-AgE", r"pypi-AgE[A-Za-z0-9_-]{50}"),
    _pattern("Google API key", "AIza", r"(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}"),
    _pattern("Google OAuth client secret", "GOCSPX-", r"GOCSPX-[A-Za-z0-9_-]{28}"),
    _pattern("Google refresh token", "1//0", r"(?<![A-Za-z0-9/])1//0[A-Za-z0-9_-]{40}"),
    _pattern("OpenAI key", "sk-", r"(?<![A-Za-z0-9-])sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40}|[A-Za-z0-9]{40})"),
    _pattern("Anthropic key", "sk-ant-", r"(?<![A-Za-z0-9-])sk-ant-[a-z0-9]{1,10}-[A-Za-z0-9_-]{40}"),
    _pattern("Hugging Face token", "hf_", r"(?<![A-Za-z0-9])hf_[A-Za-z0-9]{34}"),
    _pattern("HashiCorp Vault token", "hvs. hvb.", r"(?<![A-Za-z0-9])hv[sb]\.[A-Za-z0-9_-]{24}"),
    _pattern("Terraform Cloud token", ".atlasv1.", r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60}"),
    _pattern("DigitalOcean token", "dop_v1_ doo_v1_", r"do[op]_v1_[0-9a-f]{64}"),
    _pattern("Databricks token", "dapi", r"(?<![A-Za-z0-9])dapi[0-9a-f]{32}"),
    _pattern("Shopify token", "shpat_ shpca_ shppa_ shpss_", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
    _pattern("New Relic key", "NRAK- NRAL", r"NRAK-[A-Z0-9]{27}|(?<![A-Za-z0-9])[0-9a-zA-Z]{36}NRAL"),
    _pattern("Mailgun key", "key-", r"(?<![A-Za-z0-9])key-[0-9a-f]{32}(?![0-9a-f])"),
    _pattern("Mailchimp key", "-us", r"(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![0-9a-z])"),
    _pattern("AppSync API key", "da2-", r"(?<![A-Za-z0-9])da2-[a-z0-9]{26}(?![A-Za-z0-9])"),
    _pattern("Atlassian token", "ATATT3", r"ATATT3[A-Za-z0-9_=-]{50}"),
    _pattern("Telegram bot token", ":AA", r"(?<![A-Za-z0-9])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"),
    _pattern("age secret key", "AGE-SECRET-KEY-", r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    _pattern(
        "JSON web token", "eyJ", r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8}"
    ),
    _pattern(
        "authorization header",
        "Basic Bearer",
        r"(?<![A-Za-z0-9])(?:Basic|Bearer)\s(?=[A-Za-z+/._=-]{0,200}\d)[A-Za-z0-9+/._=-]{16}",
    ),
    _pattern(
        "password in a URL",
        "://",
        r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s/:@?#\"']{0,128}:(?P<secret>[^\s/@\"']{1,256})@",
    ),
    _pattern(
        "password in a connection string",
        "=",
        r"(?i:(?:^|[;,&?\s\"'])(?:password|passwd|pwd|accountkey|sharedaccesskey|sharedsecret|client_secret))"
        r"\s?=\s?[\"']?(?P<secret>[^\s;&,\"']{4,256})",
    ),
    _pattern(
        "secret in a URL's query",
        "?",
        r"[?&](?i:(?:access_?|auth_?|api_?)?token|api_?key|client_?secret|secret)=(?P<secret>[^\s&#\"']{8,256})",
    ),
    _pattern("Azure shared access signature", "sig=", r"[?&]sig=(?P<secret>[A-Za-z0-9%/+]{40})"),
)

REFERENCE = re.compile(r"\{\{|\$[{(]|<|%[({A-Za-z_]|arn:aws|\*{3}|(?i:xxx|your[_-]|replace|redacted|placeholder)")
"""The beginning of a text that stands for a secret without being one: an expression, an ARN, something to fill in."""

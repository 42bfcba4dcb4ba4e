"""Secrets are found, and what is not one is left alone. All secrets here are made up, and assembled at run time."""

from __future__ import annotations

import base64
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambda_policies.data.secret_patterns import PATTERNS
from lambda_policies.data.secrets import find_secret

LETTERS = "bQ7xZ2mVt9LsKd4RfGw8HyNc3JpXe6TaUo5"
HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
AWS_SECRET = "wJalrXUtnFEMI" + "/K7MDENG/" + "bPxRfiCY" + "EXAMPLEKEY"
PEM = "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEow\n"
JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
UUID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"

SECRETS = [
    ("KEY_ID", "AKIAIOSFODNN7" + "EXAMPLE", "AWS access key id"),
    ("ANYTHING", "id=ASIA" + "Y34FZKBOKMUTVV7A;", "AWS access key id"),
    ("AWS_SECRET_ACCESS_KEY", AWS_SECRET, "AWS secret access key"),
    ("awsSecretAccessKey", AWS_SECRET, "AWS secret access key"),
    ("secret_key", AWS_SECRET, "literal under a secret's name"),
    ("CONFIG", "aws_secret_access_key = " + AWS_SECRET, "AWS secret access key"),
    ("PEM", PEM, "private key"),
    ("CERT", "-----BEGIN " + "OPENSSH PRIVATE KEY-----", "private key"),
    ("SIGNER", base64.b64encode(PEM.encode() * 3).decode(), "private key"),
    ("GIT", "ghp" + "_" + (LETTERS * 2)[:36], "GitHub token"),
    ("GIT_URL", "github_pat" + "_11" + LETTERS[:22], "GitHub token"),
    ("CI", "glpat" + "-" + LETTERS[:20], "GitLab token"),
    ("BOT", "xoxb" + "-123456789012-" + LETTERS[:12], "Slack token"),
    ("ALERT_URL", "https://hooks.slack.com/" + "services/T00000000/B00000000/" + LETTERS[:24], "Slack webhook"),
    ("ALERT_URL", "https://discord.com/api/" + "webhooks/123456789012345678/" + LETTERS * 2, "Discord webhook"),
    ("PAY", "sk_live" + "_" + LETTERS[:24], "Stripe key"),
    ("PAY", "rk_test" + "_" + LETTERS[:24], "Stripe key"),
    ("PAY_HOOK", "whsec" + "_" + LETTERS[:32], "Stripe webhook secret"),
    ("MAIL", "SG" + "." + LETTERS[:22] + "." + (LETTERS * 2)[:43], "SendGrid key"),
    ("CALLS", "SK" + HEX[:32], "Twilio API key"),
    ("REGISTRY", "npm" + "_" + (LETTERS * 2)[:36], "npm token"),
    ("NPMRC", "//npm.example.com/:_auth" + "Token=" + LETTERS, "npm token"),
    ("MAPS", "AIza" + LETTERS, "Google API key"),
    ("OAUTH", "GOCSPX" + "-" + LETTERS[:28], "Google OAuth client secret"),
    ("LLM", "sk-proj" + "-" + LETTERS * 2, "OpenAI key"),
    ("LLM", "sk-ant" + "-api03-" + LETTERS * 2, "Anthropic key"),
    ("MODELS", "hf" + "_" + LETTERS[:34], "Hugging Face token"),
    ("VAULT", "hvs" + "." + LETTERS[:24], "HashiCorp Vault token"),
    ("GRAPH", "da2" + "-" + "abcdefghij1234567890klmnop", "AppSync API key"),
    ("AUTHORIZER", "Bearer " + JWT, "JSON web token"),
    ("DATABASE_URL", "postgres://app:" + "hunter2" + "@db.internal:5432/app", "password in a URL"),
    ("CACHE", "redis://:" + "hunter2" + "@cache:6379", "password in a URL"),
    ("DSN", "Server=db;User Id=app;Pass" + "word=hunter2;", "password in a connection string"),
    ("STORAGE", "AccountName=x;Account" + "Key=" + LETTERS * 2 + "==", "password in a connection string"),
    ("HOOK_URL", "https://api.example.com/in?api" + "_key=" + LETTERS, "secret in a URL's query"),
    ("BLOB_URL", "https://x.blob.core.windows.net/c?sv=1&sig=" + (LETTERS * 2)[:43], "Azure shared access signature"),
    ("DB_PASSWORD", "hunter2", "literal password"),
    ("dbPassword", "postgres", "literal password"),
    ("DB_PASS", "changeme", "literal password"),
    ("MYSQL_ROOT_PASSWORD_PROD", "correct horse battery staple", "literal password"),
    ("PGPASSWORD", "20240131", "literal password"),
    ("JWT_SECRET", "my-super-secret", "literal under a secret's name"),
    ("CLIENT_SECRET", UUID, "literal under a secret's name"),
    ("SECRET", "s3cr3tvalue", "literal under a secret's name"),
    ("DD_API_KEY", HEX[:32], "literal under a secret's name"),
    ("apiKey", "abc123def456", "literal under a secret's name"),
    ("ENCRYPTION_KEYS", "abc123def456", "literal under a secret's name"),
    ("AUTH_TOKEN_V2", "abc123def456", "literal under a secret's name"),
    ("TOKEN_GITHUB", "t9f86d081884c7d65", "token under a secret's name"),
    ("SECRET_KEY_BASE", HEX + HEX, "token under a secret's name"),
    ("SEED", LETTERS, "random key"),
    ("SALT", HEX[:48], "random key"),
    ("AUTH_HEADER", "Basic dXNlcjpwYXNz" + "d29yZA==", "authorization header"),
    ("COOKIE_SECRET", "keyboard cat", "literal under a secret's name"),
    ("BASIC_AUTH_CREDENTIALS", "admin:hunter2", "literal under a secret's name"),
    ("password1", "foo123", "literal password"),
    ("SETTINGS", json.dumps({"db": {"user": "app", "password": "hunter2"}}), "literal password"),
    ("TOKENS", json.dumps(["abc123def456"]), "literal under a secret's name"),
    ("SETTINGS", base64.b64encode(b'{"user": "app", "password": "hunter2"}').decode(), "literal password"),
]

ANSWERS = {None, "literal password", "AWS secret access key"} | {pattern.name for pattern in PATTERNS}
ANSWERS |= {"literal under a secret's name", "token under a secret's name", "random key"}

HARMLESS = [
    ("DB_PASSWORD", ""),
    ("DB_PASSWORD", "   "),
    ("DB_PASSWORD", "/prod/db/password"),
    ("DB_PASSWORD", "prod/db/password"),
    ("DB_PASSWORD", "{{resolve:ssm-secure:db-password:1}}"),
    ("DB_PASSWORD", "${ssm:/prod/db/password}"),
    ("DB_PASSWORD", "<fill in>"),
    ("DB_PASSWORD", "REPLACE_ME"),
    ("DB_PASSWORD", "DB_MASTER_PASSWORD"),
    ("DB_PASSWORD", "********"),
    ("PASSWORD_MIN_LENGTH", "12"),
    ("PASSWORD_AUTH", "true"),
    ("TOKEN", "none"),
    ("TOKEN_TTL", "3600"),
    ("TOKEN_EXPIRY", "15 minutes"),
    ("MAX_TOKENS", "4096"),
    ("API_KEY", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf"),
    ("API_KEY", "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/api"),
    ("DD_API_KEY_SECRET_ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:dd-AbCdEf"),
    ("KMS_KEY", "arn:aws:kms:eu-west-1:123456789012:key/" + UUID),
    ("SECRET_NAME", "orders-db"),
    ("secretName", "orders-db-2024x"),
    ("SECRET_ID", UUID),
    ("API_KEY_ID", "a1b2c3d4e5"),
    ("AUTH_TOKEN_PATH", "/var/run/token"),
    ("TOKEN_URL", "https://login.example.com/oauth2/token"),
    ("CLIENT_SECRET_HEADER", "X-Client-Auth-9"),
    ("DB_SECRET", "orders-prod-db-secret"),
    ("DATABASE_CREDENTIALS", "rds.orders.main"),
    ("SECRETS", "vault:kv/orders"),
    ("DB_SECRET", "rds!db-" + UUID),
    ("ENCRYPTION_KEY", UUID),
    ("AUTH_HEADER", "Bearer authentication-required"),
    ("TOKEN_HINT", "the token of 2024 for 10 orders"),
    ("CODE_SHA256", LETTERS),
    ("PARTITION_KEY", "customer_id"),
    ("SORT_KEY", "created_at"),
    ("RECYCLE_BIN_TAG_KEY", "Project"),
    ("STRIPE_PUBLISHABLE_KEY", "pk_live" + "_" + LETTERS),
    ("PUBLIC_KEY", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"),
    ("COMMIT", HEX[:40]),
    ("ETAG", HEX[:32]),
    ("DIGEST", "sha256:" + HEX),
    ("LAYER", base64.b64encode(bytes.fromhex(HEX)).decode()),
    ("ENDPOINT", "https://example.com:8443/path@v2"),
    ("QUEUE", "https://sqs.eu-west-1.amazonaws.com/123456789012/orders"),
    ("REDIS", "redis://cache.internal:6379/0"),
    ("DATABASE_URL", "postgres://app:${DB_PASSWORD}@db/app"),
    ("DSN", "host=db;password={{resolve:secretsmanager:db}};"),
    ("CIPHERTEXT", "AQICAH" + (LETTERS * 6)[:180]),
    ("POOL", "eu-west-1_AbCdEf123"),
    ("POOL_CLIENT", "1h57kf5cpq17m0eml12EXAMPLE"),
    ("REQUEST", UUID),
    ("ROLE", "OrdersStack-ProdFunctionServiceRole-1AB2CD3EF4GH"),
    ("HANDLER", "OrdersServiceProductionFunctionHandlerVersion12"),
    ("TABLE_NAME", "orders-29c3d825"),
    ("HOSTS", "kafka-1.internal:9092,kafka-2.internal:9092"),
    ("QUERY", "SELECT token, password FROM users WHERE id = ?"),
    ("FEATURES", json.dumps({"password_reset": True, "token_ttl": 5, "region": "eu-west-1"})),
    ("BROKEN", "{not json"),
    ("BROKEN", base64.b64encode(b"\xff\xfe\x00 some binary thing").decode()),
    ("AWS_LAMBDA_EXEC_WRAPPER", "/opt/datadog_wrapper"),
    ("TFE_HMAC", "/TerraformWebhook/lambda/tfe_hmac"),
    ("NODE_OPTIONS", "--enable-source-maps --max-old-space-size=512"),
    ("LOG_LEVEL", "DEBUG"),
]


@pytest.mark.parametrize(("name", "value", "detector"), SECRETS)
def test_a_secret_is_found_and_named(name: str, value: str, detector: str) -> None:
    assert find_secret(name, value) == detector


@pytest.mark.parametrize(("name", "value"), HARMLESS)
def test_what_is_no_secret_is_left_alone(name: str, value: str) -> None:
    assert find_secret(name, value) is None


@pytest.mark.parametrize(
    "unit",
    [
        "eyJ",
        "eyJaaaaaaaaaa.",
        "a://b:",
        "A",
        "AKIA",
        "https://a:b",
        "x=",
        "password=",
        "secretkey:",
        "/a",
        "-a",
        "[",
        "aB1",
    ],
)
def test_hostile_text_is_looked_at_in_linear_time(unit: str) -> None:
    start = time.process_time()
    find_secret("NEUTRAL", unit * (200_000 // len(unit)))
    assert time.process_time() - start < 1


@given(st.text(max_size=30), st.text(max_size=80))
def test_the_answer_is_one_of_a_few_names_whatever_the_value(name: str, value: str) -> None:
    assert find_secret(name, value) in ANSWERS


def test_a_deeply_wrapped_text_is_looked_into_only_so_far() -> None:
    text = "pass" + "word=hunter22;" * 3
    assert find_secret("X", base64.b64encode(text.encode()).decode()) == "password in a connection string"
    for _ in range(6):
        text = base64.b64encode(text.encode()).decode()
    assert find_secret("IMAGE", text) is None

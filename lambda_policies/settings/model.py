"""What may stand in ``lp.toml`` or under ``[tool.lp]``: strict, so that a slip of the pen is an error."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SeverityWord = Literal["critical", "high", "medium", "low", "info"]
EffectWord = Literal["deny", "warn", "off"]
AccountId = Annotated[str, Field(pattern=r"^[0-9]{12}$")]
OrganizationId = Annotated[str, Field(pattern=r"^o-[a-z0-9]{10,32}$")]
Bound = Annotated[int, Field(gt=0)]
Parameter = bool | int | float | str | list[str] | list[int]


class Strict(BaseModel):
    """No unknown keys, no conversions: what is written is what is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Context(Strict):
    """Whose accounts these are; what nobody says here is unknown, never trusted."""

    accounts: list[AccountId] | None = Field(None, description="Your own AWS accounts.")
    organizations: list[OrganizationId] | None = Field(None, description="Your own AWS organisations.")
    trusted_accounts: list[AccountId] | None = Field(None, description="Other accounts that may be given access.")
    layer_publishers: list[AccountId] | None = Field(None, description="Accounts whose Lambda layers may be used.")


class File(Strict):
    """The settings of lambda-policies: the whole of ``lp.toml``, or the table ``[tool.lp]`` of ``pyproject.toml``."""

    profile: str | None = Field(None, description="The shipped pack to decide with. Not beside `pack`.")
    pack: str | None = Field(None, description="A folder with your own pack, relative to this file.")
    select: list[str] | None = Field(None, description="Only these guardrails: ids, slugs or family words.")
    ignore: list[str] | None = Field(None, description="Not these guardrails: ids, slugs or family words.")
    fail_on: SeverityWord | None = Field(
        None, description="Failing verdicts deny from this severity on, and warn below."
    )
    unknown: EffectWord | None = Field(None, description="What an undecided verdict leads to.")
    max_bytes: Bound | None = Field(None, description="The size of a plan in bytes, also decompressed.")
    max_depth: Bound | None = Field(None, description="How deep JSON values of a plan may nest.")
    max_changes: Bound | None = Field(None, description="How many resource changes a plan may have.")
    context: Context = Field(default=Context(), description="Whose accounts these are.")
    parameters: dict[str, Parameter | dict[str, Parameter]] = Field(
        default={}, description='Parameters of guardrails: LP1203 = { minimum = 30 }, or "LP1203.minimum" = 30.'
    )
    effects: dict[str, EffectWord] = Field(default={}, description='What a failing verdict leads to: LP118 = "deny".')
    outputs: dict[str, str] = Field(
        default={}, description='Reports to write, by format: json = "report.json"; inside the folder of this file.'
    )


def schema() -> str:
    """The JSON Schema for editors, as it is committed in ``docs/schemas/config.schema.json``."""
    document: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **File.model_json_schema(),
        "title": "lambda-policies configuration",
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"

"""What HCP Terraform posts: read leniently, since fields differ between versions and compatible platforms."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, Field

VERIFICATION_TOKEN = "test-token"  # noqa: S105 - what HCP Terraform sends when somebody saves the run task
TEST = "test"

Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Address = Annotated[str, Field(max_length=8_000)]


class Stage(StrEnum):
    """Where in a run a task stands, as far as the plan can be judged there."""

    POST_PLAN = "post_plan"
    PRE_APPLY = "pre_apply"


class Capabilities(BaseModel):
    """What the platform takes back. Old versions send nothing of it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    outcomes: bool = False


class Trigger(BaseModel):
    """One signed request to judge a plan. URLs are kept as they came; they are checked where they are called."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    payload_version: Literal[1] = 1
    stage: Text
    access_token: Text = Field(repr=False)
    task_result_id: Annotated[str, Field(min_length=1, max_length=200)]
    task_result_callback_url: Annotated[Address, Field(min_length=1)]
    task_result_enforcement_level: str | None = None
    capabilities: Capabilities | None = None
    plan_json_api_url: Address | None = None
    configuration_version_download_url: Address | None = None
    organization_name: str | None = None
    workspace_name: str | None = None
    workspace_working_directory: str | None = None
    run_id: str | None = None

    @property
    def verifies(self) -> bool:
        """Whether somebody just saves the run task: it wants an answer and no work, and its URLs lead nowhere."""
        return TEST in {self.stage, self.task_result_enforcement_level} or self.access_token == VERIFICATION_TOKEN

    @property
    def judged(self) -> bool:
        """Whether there is a plan to judge at its stage."""
        return self.stage in set(Stage)

    @property
    def takes_outcomes(self) -> bool:
        """Whether the platform shows structured outcomes."""
        return self.capabilities is not None and self.capabilities.outcomes

    @property
    def name(self) -> str:
        """How reports call the plan: ``organisation/workspace``."""
        return "/".join(each for each in (self.organization_name, self.workspace_name) if each) or self.task_result_id

    def absolute(self, url: str) -> str:
        """A URL of the trigger as a whole one; some platforms leave out what it shares with the callback's.

        No URL stays none.
        """
        return urljoin(self.task_result_callback_url, url) if url else ""

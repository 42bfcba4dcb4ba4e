"""What is special about a service that invokes functions; services are named as in ``iam.parties.service_name``."""

from __future__ import annotations

from lambda_policies.data import load


def needs_no_source(service: str) -> str | None:
    """Why a permission for this service is safe without a source ARN or account, or None where it is not."""
    reason: str | None = load("services")["source_not_needed"].get(service)
    return reason


def takes_event_source_token(service: str) -> bool:
    """Whether an event source token narrows a permission for this service, as it does for Alexa."""
    return service in load("services")["event_source_token"]


def arn_lacks_account(service: str) -> bool:
    """Whether ARNs of this service's resources name no account, so that the source account is needed beside them."""
    return service in load("services")["source_arn_without_account"]


def invokes_asynchronously(service: str) -> bool:
    """Whether this service hands an event over and does not wait, so that nobody sees a call that fails."""
    return service in load("services")["asynchronous"]


def source_service(service: str) -> str | None:
    """The service in the ARNs of the sources that this one calls for; None where there are several or it is open."""
    found: str | None = load("services")["source_service"].get(service)
    return found

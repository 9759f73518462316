"""What this room tells the rooms above."""

from dataclasses import dataclass

from marketplace.core.events import Event


@dataclass(frozen=True)
class OrganizationVerified(Event):
    """An organization was verified, or verified again; its public profile exists from now on."""

    organization_id: int


@dataclass(frozen=True)
class OrganizationSuspended(Event):
    """An organization was suspended: no new bids; what runs goes on."""

    organization_id: int

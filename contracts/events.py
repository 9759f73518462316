"""What contracts tell the rooms above."""

from dataclasses import dataclass

from marketplace.core.events import Event


@dataclass(frozen=True)
class ContractSigned(Event):
    """Both sides signed; the contract is public."""

    contract_id: int


@dataclass(frozen=True)
class MilestoneAccepted(Event):
    """The buyer accepted a milestone; its payment was ordered in the same transaction."""

    milestone_id: int


@dataclass(frozen=True)
class PenaltyDecided(Event):
    """A penalty was imposed, not imposed, or looked at again after an objection."""

    penalty_id: int


@dataclass(frozen=True)
class ContractTerminated(Event):
    """A signed contract ended before it was fulfilled."""

    contract_id: int


@dataclass(frozen=True)
class ContractClosed(Event):
    """Every milestone was accepted and the residents' check recorded: the performance review may begin."""

    contract_id: int

"""What contracts do when other rooms report something: one action each, safe to repeat."""

from bidding.events import AwardConfirmed
from bidding.models import Award
from bidding.states import AwardState
from contracts.actions import draw_up_contract, record_payment
from contracts.events import ContractClosed, ContractSigned
from contracts.models import Contract
from marketplace.outbox.registry import handles
from marketplace.workdays.queries import now
from payments.actions import start_returns
from payments.events import PaymentSettled
from payments.models import PaymentOrder
from payments.states import DepositKind, ReturnGround


@handles(AwardConfirmed)
def draw_up(event: AwardConfirmed) -> None:
    """Draw up the contract of a confirmed award, unless it was revoked meanwhile."""
    award = Award.objects.get(pk=event.award_id)
    if award.state == AwardState.CONFIRMED:
        draw_up_contract(award=award, now=now())


@handles(PaymentSettled)
def note_payment(event: PaymentSettled) -> None:
    """Note the payment of a milestone."""
    record_payment(order=PaymentOrder.objects.get(pk=event.order_id), now=now())


@handles(ContractSigned)
def return_bid_deposit(event: ContractSigned) -> None:
    """Start the clock of the winner's bid deposit (BOND-04)."""
    contract = Contract.objects.select_related("award__lot__tender", "organization").get(pk=event.contract_id)
    start_returns(
        actor=None,
        subject_reference=contract.award.lot.tender.reference,
        ground=ReturnGround.SIGNED,
        now=contract.signed_at or now(),
        only=contract.organization,
    )


@handles(ContractClosed)
def return_performance_deposit(event: ContractClosed) -> None:
    """Start the clock of the performance deposit of a fulfilled contract."""
    contract = Contract.objects.get(pk=event.contract_id)
    start_returns(
        actor=None,
        subject_reference=contract.reference,
        kind=DepositKind.PERFORMANCE,
        ground=ReturnGround.PERFORMED,
        now=contract.closed_at or now(),
    )

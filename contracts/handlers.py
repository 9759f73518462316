"""What contracts do when other rooms report something: one action each, safe to repeat."""

from bidding.events import AwardConfirmed
from bidding.models import Award
from bidding.states import AwardState
from contracts.actions import draw_up_contract, record_payment
from marketplace.outbox.registry import handles
from marketplace.workdays.queries import now
from payments.events import PaymentSettled
from payments.models import PaymentOrder


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

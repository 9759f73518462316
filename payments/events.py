"""What payments tell the rooms above."""

from dataclasses import dataclass

from marketplace.core.events import Event


@dataclass(frozen=True)
class PaymentSettled(Event):
    """The bank confirmed that an order was carried out."""

    order_id: int
    subject_reference: str


@dataclass(frozen=True)
class ProviderTold(Event):
    """The payment provider sent a signed notice; it is kept and asked about."""

    notice_id: int

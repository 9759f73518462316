"""Deposits of the demo: given before the deadline, checked after the opening, given back, turned, kept, not needed."""

from datetime import timedelta
from decimal import Decimal

from bidding.actions import tenders
from bidding.actions.deposits import ask_for_deposit
from bidding.models import Lot
from contracts.actions.deposits import ask_for_performance_deposit
from marketplace.core.clock import day_of
from organizations.models import Organization
from payments import actions as payments
from payments.models import Deposit

from .clockwork import deliver
from .walk import Walk


class Deposits(Walk):
    """What the stops do besides when the script asks for a bid deposit, and the ends about deposits."""

    def to_draft(self) -> None:
        super().to_draft()  # type: ignore[misc]
        if self.script.deposit:
            self.tender = tenders.edit_tender(
                actor=self.person("officer"),
                tender=self.tender,
                content={"deposit": Decimal(self.script.deposit)},
                now=self.now,
            )

    def to_sealed(self) -> None:
        if self.script.deposit:
            for number, (key, *_rest) in enumerate(self.script.bids):
                self.give_deposit(
                    self.ask_deposit(key), f"62220000{number}", "guarantee" if number == 1 else "transfer"
                )
        super().to_sealed()  # type: ignore[misc]

    def ask_deposit(self, key: str) -> Deposit:
        """Let an organization ask for its bid deposit."""
        lot = Lot.objects.select_related("tender").get(tender=self.tender)
        organization: Organization = self.cast.organizations[key]
        return ask_for_deposit(actor=self.person(key), lot=lot, organization=organization, now=self.now)

    def give_deposit(self, deposit: Deposit, account: str, way: str) -> Deposit:
        """Let the organization report its deposit."""
        key = next(k for k, o in self.cast.organizations.items() if o.pk == deposit.payer_id)
        return payments.declare_deposit(
            actor=self.person(key), deposit=deposit, way=way, account=account, document=f"演示{account[-3:]}",
            given_on=day_of(self.now), now=self.now,
        )  # fmt: skip

    def deposits_here(self, **facts: object) -> list[Deposit]:
        """Return the deposits for this tender."""
        return list(Deposit.objects.filter(subject_reference=self.tender.reference, **facts).order_by("pk"))

    def receive_deposits(self, deposits: list[Deposit]) -> None:
        """Confirm the arrival of deposits."""
        for deposit in deposits:
            payments.receive_deposit(actor=self.person("approver"), deposit=deposit, now=self.now)

    def end_some_deposits_checked(self) -> None:
        self.receive_deposits(self.deposits_here(state="received")[:1])

    def end_deposits_settled(self) -> None:
        """Give one loser the deposit back late, let the other wait, turn the winner's into a performance deposit."""
        self.wait(working=3)
        self.receive_deposits([row for row in self.deposits_here(state="returning") if not row.received_at])
        losers = [
            row
            for row in self.deposits_here(state="returning")
            if row.payer_id != self.contract.organization_id
        ]
        late = next(row for row in losers if not row.is_paper)
        payments.propose_settlement(
            actor=self.person("approver"), deposit=late, outcome="return", reason="未中标退还", now=self.now
        )
        self.wait(working=6)
        payments.return_deposit(
            actor=self.person("opener1"), deposit=late, returned_on=day_of(self.now), now=self.now
        )
        into = self.ask_performance_deposit()
        won = next(row for row in self.deposits_here() if row.payer_id == self.contract.organization_id)
        payments.convert_deposit(actor=self.person("approver"), deposit=won, into=into, now=self.now)
        deliver()

    def ask_performance_deposit(self) -> Deposit:
        """Ask the supplier for a performance deposit of five percent, in whole yuan."""
        return ask_for_performance_deposit(
            actor=self.person("officer"),
            contract=self.contract,
            amount=self.contract.amount // 20,
            due_at=self.now + timedelta(days=10),
            now=self.now,
        )

    def end_deposit_kept(self) -> None:
        """Keep the deposit of a supplier that does not perform: two people."""
        given = self.give_deposit(self.ask_performance_deposit(), "62220009", "transfer")
        self.receive_deposits([given])
        self.wait(working=5)
        payments.propose_settlement(
            actor=self.person("approver"), deposit=given, outcome="forfeit",
            reason="未按合同派驻人员，限期内未改正。", now=self.now,
        )  # fmt: skip
        payments.forfeit_deposit(actor=self.person("opener1"), deposit=given, now=self.now)

    def end_deposit_asked(self) -> None:
        self.ask_deposit("nuanyang")

"""What is paid after its day: interest that is ordered and paid, and interest that is not owed."""

from payments import actions as payments
from payments.models import InterestClaim

from .clockwork import deliver
from .delivery import Delivery


class Lateness(Delivery):
    """The ends of a script whose last payment came late."""

    def claim(self) -> InterestClaim:
        """Return the interest for this contract's late payment."""
        return InterestClaim.objects.get(order__subject_reference__startswith=f"{self.contract.reference}/")

    def end_interest_paid(self) -> None:
        self.wait(working=2)
        claim = payments.order_interest(actor=self.person("approver"), claim=self.claim(), now=self.now)
        self.wait(working=1)
        payments.release_payment(actor=self.person("opener1"), order=claim.payment, now=self.now)
        answer = self.answer(self.send(claim.payment), "成功")
        payments.import_bank_answer(actor=self.person("approver"), answer=answer, now=self.now)
        deliver()

    def end_interest_waived(self) -> None:
        self.wait(working=2)
        payments.waive_interest(
            actor=self.person("approver"), claim=self.claim(), now=self.now,
            reason="收款单位变更开户银行后未及时告知，首次汇款被退回，延误由收款单位造成。",
        )  # fmt: skip

"""Winners that do not sign: who would follow, what waits for a decision."""

from bidding.actions.awards import candidates
from bidding.models import BidEvaluation
from contracts.models import Contract, SigningFailure


def candidates_after(contract: Contract) -> int:
    """Return how many ranked candidates are left behind the winner of the contract."""
    evaluation = BidEvaluation.objects.filter(lot=contract.award.lot_id).select_related("lot").first()
    if evaluation is None:
        return 0
    winner = contract.award.bid.receipt_number
    return sum(row["bidder"] != winner for row in candidates(evaluation))


def open_failure(contract: Contract) -> SigningFailure | None:
    """Return the proposal that waits for an approver, or None."""
    rows = contract.signing_failures.filter(is_consented__isnull=True)
    return rows.select_related("proposed_by").first()

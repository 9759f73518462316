"""Coded rules of deposits and late payments."""

from .rules import coded

coded("BOND-01", "document", "block", "GPR|art. 33|V", "payments.rules.deposits:check_deposit bidding.rules.criteria:_money",
      reads="bond.bid_max", codes="payments.deposit_above bidding.deposit_above")  # fmt: skip
coded(
    "BOND-02",
    "bid",
    "block",
    "GPR|art. 33|V",
    "payments.rules.deposits:check_way",
    codes="payments.deposit_cash",
)
coded(
    "BOND-03", "award", "info", "GPR|art. 33|V", "payments.rules.deposits:return_day", reads="deposit.return"
)
coded(
    "BOND-04",
    "contract",
    "info",
    "O87|art. 38|V",
    "payments.rules.deposits:return_day",
    reads="deposit.return",
)
coded("BOND-05", "bid", "info", "O87|art. 38|V", "payments.rules.deposits:return_day", reads="deposit.return")
coded("BOND-06", "payment", "info", "O87|art. 38|V", "payments.rules.lateness:late_return_fee",
      reads="deposit.base_rate deposit.surcharge deposit.day_basis")  # fmt: skip
coded("BOND-07", "contract", "block", "GPR|art. 48|V", "payments.rules.deposits:check_deposit",
      reads="bond.performance_max", codes="payments.deposit_above")  # fmt: skip
coded("PAY-03", "payment", "info", "SMEPAY|art. 17|V", "payments.rules.lateness:late_interest",
      reads="payment.late_interest")  # fmt: skip
coded(
    "PAY-04",
    "payment",
    "info",
    "F2023-243||G",
    "payments.queries.clock:payer_clock",
    reads="payment.after_invoice",
)

"""Coded rules from the evaluation to the award: one row for each rule that code keeps."""

from .rules import coded

# evaluation
coded("EVA-01", "evaluation", "info", "O87|art. 55|V", "bidding.rules.scoring:price_score")
coded("EVA-02", "evaluation", "info", "O87|art. 55|V", "bidding.rules.scoring:_ranked")
coded("EVA-03", "evaluation", "info", "O87|art. 55|V", "bidding.rules.scoring:combined")
coded("EVA-04", "evaluation", "block", "O87|art. 62|V", "bidding.rules.evaluation_file:_check_members")
coded(
    "EVA-05", "evaluation", "block", "O87|art. 64|V",
    "bidding.actions.evaluation:_demand_range bidding.rules.evaluation_file:_scores", codes="bidding.score_range",
)  # fmt: skip
coded(
    "EVA-06", "evaluation", "block", "O87|art. 64|V",
    "bidding.rules.evaluation_file:_scores bidding.rules.consensus:spread_of "
    "bidding.actions.consensus:demand_consensus", codes="bidding.spread_open",
)  # fmt: skip
coded(
    "EVA-11", "evaluation", "block", "O87|art. 64|V",
    "bidding.actions.consensus:ask_correction bidding.rules.consensus:spread_of",
    codes="bidding.correction_ground bidding.correction_open",
)  # fmt: skip
coded("EVA-07", "evaluation", "info", "O87|art. 57|V", "bidding.rules.scoring:_ranked")
coded(
    "EVA-08",
    "evaluation",
    "info",
    "O87|art. 68|V",
    "bidding.actions.results:_draw",
    codes="bidding.tie_undecided",
)
coded(
    "EVA-09", "evaluation", "block", "O87|art. 56|V", "bidding.rules.criteria:check_document",
    codes="bidding.lowest_price_scores",
)  # fmt: skip
coded("EVA-12", "evaluation", "block", "GPL|art. 36|V", "bidding.rules.scoring:minimum_suppliers")
coded(
    "EVA-13", "evaluation", "block", "F124||P", "bidding.rules.scoring:minimum_suppliers",
    reads="consultation.suppliers consultation.suppliers_continue",
)  # fmt: skip
coded(
    "EVA-14", "evaluation", "block", "F2022-19||P",
    "bidding.rules.terms:check_terms bidding.rules.facts:share_of bidding.rules.scoring:evaluated_price",
    reads="sme.deduction_min sme.deduction_max", codes="bidding.deduction_share bidding.no_deduction",
)  # fmt: skip
coded("EVA-15", "document", "info", "F2022-19||P", "bidding.rules.terms:tier")
coded(
    "EVA-16", "evaluation", "block", "F2022-19||P",
    "bidding.rules.terms:check_terms bidding.rules.facts:_ground",
    reads="sme.consortium_share sme.consortium_min sme.consortium_max", codes="bidding.small_share",
)  # fmt: skip
coded(
    "EVA-17", "evaluation", "block", "SMEL|art. 2|V",
    "bidding.actions.results:_bid_line bidding.rules.facts:_ground", codes="bidding.social_no_deduction",
)  # fmt: skip
coded(
    "EVA-18", "document", "block", "F2020-46||G", "bidding.rules.terms:check_terms",
    codes="bidding.deduction_reserved",
)  # fmt: skip
coded("EVA-19", "evaluation", "info", "O87|art. 55|I", "bidding.rules.scoring:evaluated_price")

# abnormally low prices
for _id, _what in (("LOW-01", "mean"), ("LOW-02", "second"), ("LOW-03", "ceiling")):
    coded(
        _id,
        "evaluation",
        "warn",
        "F2026-2||P",
        "bidding.rules.low_price:triggers",
        reads=f"low_price.{_what}",
    )
coded(
    "LOW-04", "document", "block", "F2026-2||P", "bidding.rules.low_price:rates_on", reads="low_price.raise_max",
    codes="bidding.low_price_rate",
)  # fmt: skip
coded(
    "LOW-06", "evaluation", "block", "F2026-2||P", "bidding.actions.evaluation:review_low_price",
    codes="bidding.low_price_open bidding.no_trigger",
)  # fmt: skip
coded("LOW-07", "evaluation", "info", "O87|art. 60|V", "bidding.rules.scoring:evaluate_input")
coded("LOW-08", "award", "info", "F2026-2||R", "bidding.actions.awards:propose_award")

# invalid bids and failed tenders
coded(
    "INV-01", "evaluation", "block", "O87|art. 63|V",
    "bidding.rules.scoring:_price_fault bidding.actions.hearings:declare_invalid",
    codes="bidding.price_above_ceiling",
)  # fmt: skip
coded(
    "INV-02",
    "evaluation",
    "block",
    "GPL|art. 36|V",
    "bidding.rules.scoring:_failure bidding.actions.ending:fail_locked",
)

# signs of collusion: evidence for the committee, never a verdict
coded(
    "BID-04", "evaluation", "warn", "GPR|art. 18|V", "bidding.rules.collusion:find_signs",
)  # fmt: skip
for _id, _cite in (
    ("COL-01", "O87|art. 37(1)|V"), ("COL-02", "O87|art. 37(2)|V"), ("COL-03", "O87|art. 37(3)|V"),
    ("COL-05", "O87|art. 37(6)|V"),
):  # fmt: skip
    coded(_id, "evaluation", "warn", _cite, "bidding.rules.collusion:find_signs")
coded(
    "COL-04", "evaluation", "warn", "O87|art. 37(4)|V",
    "bidding.rules.collusion:_regular_prices bidding.rules.collusion:_alike",
    reads="collusion.similarity collusion.price_step collusion.text_least",
)  # fmt: skip
coded(
    "COL-06", "evaluation", "block", "O87|art. 37|V",
    "bidding.actions.signals:decide_signal bidding.actions.signals:_report", codes="bidding.signal_decided",
)  # fmt: skip

# award
coded(
    "AWD-01", "award", "info", "GPR|art. 43|V", "bidding.rules.schedule:planned bidding.rules.awards:decision_due",
    reads="award.report award.decision",
)  # fmt: skip
coded(
    "AWD-02",
    "award",
    "info",
    "O87|art. 68|V",
    "bidding.actions.awards:propose_undecided",
    reads="award.decision",
)
coded(
    "AWD-03", "award", "info", "O87|art. 69|V", "bidding.rules.awards:award_dates",
    reads="award.notice award.notice_period",
)  # fmt: skip
coded("AWD-04", "award", "info", "GPR|art. 43|V", "bidding.actions.awards:result_notice")
coded(
    "AWD-05",
    "award",
    "block",
    "O87|art. 69|V",
    "bidding.views.public:_own_results bidding.actions.awards:_tell_bidders",
)
coded("AWD-07", "award", "block", "HOUSE||D", "bidding.rules.awards:award_dates", reads="award.house_wait")

# grants
coded("VEN-03", "evaluation", "block", "HOUSE||P", "bidding.rules.evaluation_file:_composite")
coded(
    "VEN-05",
    "opening",
    "info",
    "HOUSE||P",
    "bidding.rules.scoring:minimum_suppliers",
    reads="grant.suppliers",
)

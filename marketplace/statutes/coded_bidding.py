"""Coded rules from the plan of a purchase to its award: one row for each rule that code keeps."""

from .rules import coded

# planning and money
coded(
    "GEN-01", "planning", "block", "GPL|art. 2|I",
    "bidding.rules.profiles:profile_on bidding.rules.criteria:_method", codes="bidding.method_not_allowed",
)  # fmt: skip
coded(
    "GEN-02", "planning", "block", "GPL|art. 26|I",
    "bidding.rules.profiles:profile_on bidding.rules.low_price:rates_on", codes="bidding.no_profile",
)  # fmt: skip
coded(
    "GEN-03", "planning", "block", "GPL|art. 8|V",
    "bidding.rules.profiles:check_track bidding.rules.local_values:check_local_value",
    reads="local.purchase_limit",
    codes="bidding.above_limit bidding.local_missing bidding.local_too_low bidding.local_too_high",
)  # fmt: skip
coded(
    "GEN-04", "planning", "block", "GPL|art. 27|V", "bidding.rules.profiles:check_track",
    reads="local.open_threshold", codes="bidding.approval_needed",
)  # fmt: skip
coded(
    "GEN-05", "planning", "block", "GPR|art. 28|V",
    "bidding.rules.profiles:check_splitting bidding.queries.drafts:_splitting",
    reads="local.open_threshold", codes="bidding.purchase_split",
)  # fmt: skip
coded(
    "PLAN-01", "planning", "block", "O102|art. 10|P", "projects.rules.works:check_nature",
    codes="projects.goods projects.works projects.bundle",
)  # fmt: skip
coded(
    "PLAN-02",
    "notice",
    "block",
    "GPR|art. 15|V",
    "bidding.queries.drafts:_complete",
    codes="bidding.no_comment",
)
coded(
    "PLAN-03", "planning", "block", "O102|art. 24|P",
    "projects.rules.plans:check_term contracts.rules.terms:check_term", reads="service.term service.term_long",
    codes="projects.term_long projects.term_longest contracts.term_long",
)  # fmt: skip
coded(
    "PLAN-04", "planning", "block", "GPR|art. 30|V", "projects.rules.plans:check_budget",
    codes="projects.no_money projects.over_budget",
)  # fmt: skip
coded(
    "PLAN-05", "document", "block", "O87|art. 12|V", "bidding.rules.criteria:_money",
    codes="bidding.ceiling_above_budget",
)  # fmt: skip

# notice
coded(
    "NOT-01", "notice", "block", "O87|art. 13|V",
    "bidding.rules.contents:check_contents bidding.queries.terms:content_findings",
    codes="bidding.notice_gap bidding.no_deadline",
)  # fmt: skip
coded(
    "NOT-02", "notice", "info", "O87|art. 16|V", "bidding.rules.periods:tender_steps",
    reads="open.notice_period consultation.notice_period inquiry.notice_period below_limit.notice_period "
    "grant.notice_period",
)  # fmt: skip
coded(
    "NOT-04", "notice", "block", "GPR|art. 8|V", "bidding.queries.drafts:_publishing",
    codes="bidding.no_official_address",
)  # fmt: skip
coded("NOT-05", "notice", "block", "O87|art. 28|V", "bidding.queries.bids:counted_bids")
coded(
    "NOT-06", "notice", "block", "O87|art. 29|V", "bidding.actions.ending:cancel_tender",
    codes="bidding.too_late_to_cancel",
)  # fmt: skip

# tender document
coded(
    "DOC-01", "document", "info", "GPR|art. 31|V", "bidding.rules.periods:tender_steps",
    reads="open.documents_available consultation.documents_available",
)  # fmt: skip
coded(
    "DOC-02", "document", "block", "GPL|art. 35|V", "bidding.rules.periods:check_deadline", reads="open.response",
    codes="bidding.deadline_early bidding.deadline_tight",
)  # fmt: skip
coded(
    "DOC-04", "document", "block", "O87|art. 27|V", "bidding.rules.amendments:check_reading_time",
    reads="open.clarification", codes="bidding.amendment_deadline",
)  # fmt: skip
coded(
    "DOC-05", "document", "block", "O87|art. 27|V", "bidding.actions.amendments:_changes",
    codes="bidding.not_amendable",
)  # fmt: skip
coded(
    "DOC-07", "document", "block", "F214|art. 10|P",
    "bidding.rules.periods:check_deadline bidding.rules.amendments:check_reading_time",
    reads="consultation.response consultation.clarification",
    codes="bidding.deadline_early bidding.deadline_tight bidding.amendment_deadline",
)  # fmt: skip
coded(
    "DOC-08", "document", "block", "O74|art. 45|R", "bidding.rules.periods:check_deadline", reads="inquiry.response",
    codes="bidding.deadline_early bidding.deadline_tight",
)  # fmt: skip
for _id, _cite, _code in (
    ("DOC-09", "O87|art. 17|V", "bidding.size_condition"),
    ("DOC-10", "GPR|art. 20|V", "bidding.region_condition"),
    ("DOC-11", "F2016-54||P", "bidding.age_condition"),
):
    coded(_id, "document", "block", _cite, "bidding.rules.criteria:_words", codes=_code)
coded(
    "DOC-13", "document", "block", "O87|art. 55|V", "bidding.rules.criteria:_factor",
    codes="bidding.condition_scored",
)  # fmt: skip
coded(
    "DOC-14", "document", "block", "O87|art. 55|V", "bidding.rules.criteria:_weights",
    reads="open.price_weight_min lot.weight_total", codes="bidding.points_not_full bidding.price_weight_min",
)  # fmt: skip
coded(
    "DOC-15", "document", "block", "F214|art. 24|R", "bidding.rules.criteria:_weights",
    reads="consultation.price_weight_min consultation.price_weight_max", codes="bidding.price_weight_max",
)  # fmt: skip
coded(
    "DOC-17", "document", "block", "GPR|art. 34|V", "bidding.rules.criteria:_factor bidding.rules.criteria:_weights",
    codes="bidding.not_quantified bidding.no_criteria",
)  # fmt: skip
coded(
    "DOC-16",
    "document",
    "warn",
    "O87|art. 55|V",
    "bidding.rules.criteria:_weights",
    codes="bidding.no_price_points",
)
coded(
    "DOC-18",
    "document",
    "warn",
    "F2022-19||I",
    "bidding.queries.drafts:_complete",
    codes="bidding.sme_reserved",
)

coded(
    "DOC-06", "document", "info", "O87|art. 27|V",
    "bidding.actions.amendments:_tell bidding.actions.papers:take_document", codes="bidding.document_taken",
)  # fmt: skip
coded(
    "DOC-19", "document", "block", "O87|art. 20|V",
    "bidding.rules.contents:check_contents bidding.queries.terms:content_findings", codes="bidding.document_gap",
)  # fmt: skip

# bids and who may bid
coded("BID-01", "bid", "block", "O87|art. 33|V", "bidding.actions.bids:refuse_late", codes="bidding.late")
coded(
    "BID-02", "bid", "block", "O87|art. 34|V", "bidding.actions.bids:withdraw_bid bidding.actions.bids:_supersede",
    codes="bidding.no_current_bid",
)  # fmt: skip
coded(
    "BID-08", "organization", "block", "GB32100||V", "organizations.rules.credit_code:check_credit_code",
)  # fmt: skip

# opening
coded(
    "OPEN-01",
    "opening",
    "block",
    "O87|art. 39|V",
    "bidding.rules.periods:tender_steps",
    codes="bidding.opening_early",
)
coded(
    "OPEN-02", "opening", "block", "O87|art. 41|V", "bidding.actions.opening:_begin",
    reads="open.suppliers consultation.suppliers inquiry.suppliers below_limit.suppliers grant.suppliers",
)  # fmt: skip
coded(
    "OPEN-03",
    "opening",
    "block",
    "O87|art. 40|V",
    "bidding.actions.committee:unfit",
    codes="bidding.is_opening_officer",
)
coded(
    "OPEN-04", "opening", "info", "O87|art. 41|V",
    "bidding.actions.records:opening_record bidding.actions.remarks:raise_remark bidding.actions.remarks:annex_locked",
    codes="bidding.opening_over bidding.no_record_yet bidding.remarks_open",
)  # fmt: skip
coded(
    "OPEN-07", "opening", "warn", "O87|art. 39|V",
    "bidding.actions.remarks:keep_recording bidding.queries.remarks:missing_recordings "
    "contracts.queries.archive:missing_kinds", codes="bidding.recording_early bidding.recording_type",
)  # fmt: skip
coded(
    "OPEN-05", "opening", "block", "O87|art. 44|V", "bidding.actions.evaluation:start_evaluation",
    reads="open.suppliers", codes="bidding.qualification_open",
)  # fmt: skip
coded("OPEN-06", "opening", "block", "O87|art. 44|V", "bidding.permissions:may_qualify_bid")

# committee
coded(
    "COM-01", "committee", "block", "O87|art. 47|V",
    "bidding.rules.committee:check_committee bidding.rules.committee:required_size",
    reads="open.committee committee.large committee.large_budget", codes="bidding.committee_size",
)  # fmt: skip
coded(
    "COM-02", "committee", "block", "O87|art. 47|V", "bidding.rules.committee:check_committee",
    reads="committee.expert_share", codes="bidding.committee_experts",
)  # fmt: skip
coded(
    "COM-03", "committee", "block", "GPL|art. 38|V", "bidding.rules.committee:required_size",
    reads="consultation.committee inquiry.committee", codes="bidding.committee_size",
)  # fmt: skip
coded(
    "COM-04",
    "committee",
    "info",
    "GPR|art. 39|V",
    "bidding.actions.committee:_drawn",
    codes="bidding.pool_small",
)
coded(
    "COM-05", "committee", "block", "GPR|art. 9|V",
    "bidding.actions.committee:unfit bidding.rules.committee:recusal_since", reads="committee.recusal",
    codes="bidding.is_bidder bidding.was_with_bidder",
)  # fmt: skip
coded(
    "COM-06", "committee", "block", "O87|art. 45|V",
    "bidding.rules.consensus:elected bidding.actions.committee:_elect bidding.queries.evaluation:may_lead",
    codes="bidding.not_a_candidate",
)  # fmt: skip
coded(
    "COM-10", "evaluation", "block", "O87|art. 61|V",
    "bidding.actions.consensus:sign_report bidding.queries.reports:report_body", codes="bidding.report_signed",
)  # fmt: skip
coded(
    "COM-07",
    "committee",
    "block",
    "O87|art. 47|V",
    "bidding.actions.committee:unfit",
    codes="bidding.is_buyer_staff",
)
coded("COM-08", "committee", "block", "O87|art. 47|V", "bidding.actions.awards:result_notice")
coded("COM-09", "committee", "info", "O87|art. 49|V", "bidding.actions.committee:replace_member")

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
coded("EVA-17", "evaluation", "info", "SMEL|art. 2|V", "bidding.actions.results:_bid_line")
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

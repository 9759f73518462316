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
    "GEN-06", "planning", "block", "GPL|art. 31(3)|V",
    "bidding.rules.single_source:most_addition bidding.rules.single_source:_addition",
    reads="single.addition_max", codes="bidding.addition_above bidding.no_original",
)  # fmt: skip
coded(
    "GEN-07", "planning", "block", "GPR|art. 38|V",
    "bidding.rules.single_source:needs_publicity bidding.rules.single_source:_publicity "
    "bidding.actions.single_source:publish_single_source",
    reads="single.publicity single.arguments",
    codes="bidding.publicity_missing bidding.publicity_runs bidding.source_objections bidding.no_single_supplier",
)  # fmt: skip
coded(
    "GEN-08", "planning", "block", "GPL|art. 30|V",
    "bidding.rules.causes:check_cause bidding.rules.causes:least_suppliers",
    codes="bidding.cause_missing bidding.cause_unfounded bidding.cause_approval",
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
    reads="open.notice_period consultation.notice_period negotiation.notice_period inquiry.notice_period below_limit.notice_period "
    "grant.notice_period",
)  # fmt: skip
coded(
    "NOT-03", "notice", "block", "GPR|art. 21|V", "bidding.rules.invitations:check_application_time",
    reads="invited.application", codes="bidding.application_short",
)  # fmt: skip
coded(
    "NOT-07", "notice", "block", "GPL|art. 34|V",
    "bidding.rules.invitations:drawn bidding.rules.invitations:check_invited "
    "bidding.actions.invitations:draw_invited",
    reads="invited.drawn", codes="bidding.not_drawn_yet bidding.few_candidates bidding.draw_number",
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
    "DOC-08", "document", "block", "O74|art. 45|R", "bidding.rules.periods:check_deadline",
    reads="negotiation.response inquiry.response",
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
    "DOC-03", "document", "warn", "O87|art. 18|V",
    "bidding.rules.contents:few_takers bidding.queries.terms:has_few_takers", reads="documents.takers_min",
)  # fmt: skip
coded(
    "DOC-12", "document", "block", "O87|art. 19|V", "bidding.rules.facts:_consortium", codes="bidding.no_consortium",
)  # fmt: skip
coded(
    "DOC-19", "document", "block", "O87|art. 20|V",
    "bidding.rules.contents:check_contents bidding.queries.terms:content_findings", codes="bidding.document_gap",
)  # fmt: skip

coded(
    "LOT-01", "document", "block", "GPR|art. 28|V",
    "bidding.rules.lots:check_plans bidding.rules.lots:check_sum bidding.actions.lots:check_lots",
    codes="bidding.lots_count bidding.lots_above_budget bidding.most_lots_wrong bidding.lot_ceiling",
)  # fmt: skip
coded(
    "LOT-02", "award", "block", "O87|art. 20|I",
    "bidding.rules.lots:awarding_order bidding.rules.lots:full_suppliers bidding.queries.divisions:earlier_undecided "
    "bidding.actions.awards:candidates",
    codes="bidding.earlier_lot_first",
)  # fmt: skip

# bids and who may bid
coded("BID-01", "bid", "block", "O87|art. 33|V", "bidding.actions.bids:refuse_late", codes="bidding.late")
coded(
    "BID-02", "bid", "block", "O87|art. 34|V", "bidding.actions.bids:withdraw_bid bidding.actions.bids:_supersede",
    codes="bidding.no_current_bid",
)  # fmt: skip
coded(
    "BID-03", "bid", "block", "GPL|art. 22|V", "bidding.rules.eligibility:check_bidder bidding.rules.facts:_proofs",
    codes="bidding.not_verified bidding.proof_missing",
)  # fmt: skip
coded(
    "BID-05", "bid", "block", "GPR|art. 18|V",
    "bidding.rules.eligibility:check_bidder bidding.permissions:eligibility", codes="bidding.specified_the_need",
)  # fmt: skip
coded(
    "BID-06", "bid", "block", "GPL|art. 24|V",
    "bidding.rules.facts:_consortium bidding.queries.facts:with_partners bidding.rules.consortia:check_partners "
    "bidding.rules.consortia:bound_twice bidding.actions.consortia:demand_partners",
    codes="bidding.partner_line bidding.partner_twice bidding.partner_shares bidding.no_agreement bidding.partner_unfit bidding.bids_twice",
)  # fmt: skip
coded(
    "BID-07", "bid", "block", "O87|art. 35|V", "bidding.rules.facts:_subcontract", codes="bidding.no_subcontract",
)  # fmt: skip
coded(
    "BID-09",
    "bid",
    "block",
    "GPR|art. 19|V",
    "bidding.rules.eligibility:check_bidder",
    codes="bidding.banned",
)
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
    reads="open.suppliers consultation.suppliers negotiation.suppliers inquiry.suppliers below_limit.suppliers grant.suppliers",
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
    reads="consultation.committee negotiation.committee inquiry.committee", codes="bidding.committee_size",
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

# talks with suppliers and final quotes
coded(
    "NEG-01", "evaluation", "block", "F214|art. 21|P",
    "bidding.rules.negotiations:least_quotes bidding.rules.negotiations:check_left "
    "bidding.rules.negotiations:quote_deadline bidding.actions.quotes:hand_in_quote "
    "bidding.actions.quotes:open_final_quotes",
    reads="consultation.suppliers negotiation.suppliers",
    codes="bidding.too_few_left bidding.quote_time bidding.quote_late",
)  # fmt: skip
coded(
    "NEG-02", "evaluation", "block", "F214|art. 19|P", "bidding.rules.negotiations:check_talks",
    codes="bidding.talks_missing",
)  # fmt: skip
coded(
    "NEG-03", "evaluation", "block", "F214|art. 20|P",
    "bidding.actions.negotiations:propose_need_change bidding.actions.negotiations:confirm_need_change",
    codes="bidding.change_open",
)  # fmt: skip
coded(
    "NEG-04", "evaluation", "info", "F214|art. 22|P", "bidding.actions.negotiations:leave_negotiation",
    codes="bidding.quote_binds",
)  # fmt: skip

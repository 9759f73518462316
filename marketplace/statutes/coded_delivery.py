"""Coded rules of contract, delivery, payment, organizations, deliberation, incubation and days."""

from .rules import coded

coded(
    "CON-01", "contract", "block", "GPL|art. 46|V",
    "contracts.rules.terms:signing_deadline contracts.rules.terms:check_signing_day bidding.rules.periods:_sign",
    reads="contract.sign",
)  # fmt: skip
coded(
    "CON-03",
    "contract",
    "info",
    "GPR|art. 50|V",
    "contracts.rules.terms:publication_deadline contracts.rules.terms:clock_deadline",
    reads="contract.publish contract.copy",
)
coded("CON-02", "contract", "info", "O87|art. 71|V", "contracts.queries.documents:tender_differences")
coded(
    "CON-04", "contract", "block", "GPL|art. 49|V", "contracts.rules.changes:cap_of contracts.rules.changes:check_sum",
    reads="contract.supplement_max", codes="contracts.supplement_over contracts.rise_without_ground",
)  # fmt: skip
coded(
    "CON-05", "contract", "info", "F2023-243||P", "contracts.queries.clocks:clocks_of", reads="contract.change_notice"
)  # fmt: skip
coded(
    "CON-06", "contract", "block", "GPR|art. 49|V", "contracts.rules.failures:check_failure",
    codes="contracts.still_time_to_sign contracts.no_next_candidate",
)  # fmt: skip
coded(
    "CON-07", "contract", "block", "CIVIL|art. 585|D",
    "contracts.rules.penalties:check_terms contracts.rules.penalties:within_cap contracts.rules.penalties:cap_of",
    reads="penalty.late_day penalty.late_day_max penalty.breach penalty.breach_max penalty.cap penalty.cap_max",
    codes="contracts.late_day_high contracts.breach_high contracts.cap_high contracts.cap_missing "
    "contracts.penalty_cap_reached",
)  # fmt: skip
coded(
    "CON-08", "contract", "block", "HOUSE||D",
    "contracts.rules.penalties:check_heard contracts.rules.penalties:check_decision "
    "contracts.rules.penalties:check_objection",
    reads="penalty.hearing penalty.objection penalty.claim_due",
    codes="contracts.penalty_not_heard contracts.penalty_above contracts.objection_late",
)  # fmt: skip
coded(
    "ACP-01",
    "delivery",
    "block",
    "GPR|art. 45|V",
    "contracts.rules.acceptance:check_findings contracts.rules.acceptance:check_part_findings",
)
coded(
    "ACP-02", "delivery", "block", "GPR|art. 45|V", "contracts.rules.acceptance:check_recipients",
    reads="acceptance.recipients",
)  # fmt: skip
coded("ACP-04", "delivery", "block", "F2021-22|art. 24|P", "contracts.actions.acceptance:accept_milestone")
coded("PAY-01", "payment", "block", "HOUSE||D", "contracts.rules.milestones:amounts_of")
coded(
    "PAY-02",
    "payment",
    "info",
    "SMEPAY|art. 9|D",
    "payments.rules.lateness:due_day",
    reads="payment.supplier",
)

coded("PER-01", "delivery", "info", "HOUSE||P", "ranking.rules.grades:grade_of",
      reads="performance.excellent performance.good performance.pass")  # fmt: skip
coded(
    "VEN-07", "bid", "block", "HOUSE||P",
    "ranking.rules.consequences:consequences_of bidding.rules.eligibility:check_bidder",
    reads="performance.exclusion_grant performance.exclusion_below_limit", codes="bidding.excluded",
)  # fmt: skip
coded("PER-02", "delivery", "info", "HOUSE||P", "ranking.rules.consequences:consequences_of")
coded(
    "PER-05", "delivery", "block", "HOUSE||P",
    "contracts.rules.stages:final_day contracts.rules.closing:check_evaluated", reads="performance.final_before",
    codes="contracts.final_missing",
)  # fmt: skip
coded(
    "PER-04", "delivery", "info", "HOUSE||P",
    "ranking.rules.draws:lasts_long ranking.rules.draws:spot_size ranking.actions.draws:draw_projects",
    reads="performance.spot_share performance.spot_term", codes="ranking.nothing_to_draw",
)  # fmt: skip
coded(
    "VEN-06", "delivery", "warn", "HOUSE||P", "contracts.rules.stages:fails_unreported",
)  # fmt: skip
coded(
    "PER-03",
    "document",
    "warn",
    "GPR|art. 34|I",
    "bidding.rules.criteria:_factor",
    codes="bidding.standing_declared",
)

coded(
    "SO-02",
    "organization",
    "info",
    "GRADE||P",
    "organizations.rules.grades:grade_ends_on",
    reads="grade.validity",
)
coded("SO-04", "bid", "block", "GPL|art. 22|P", "bidding.rules.eligibility:check_bidder",
      codes="bidding.organization_suspended bidding.on_abnormal_list")  # fmt: skip
coded("SO-05", "bid", "block", "GPL|art. 22|I", "bidding.rules.eligibility:check_bidder",
      codes="bidding.no_legal_personality")  # fmt: skip

coded("INC-02", "organization", "block", "HOUSE||P", "incubation.rules.periods:check_clear",
      reads="incubation.bar_abnormal incubation.bar_punished incubation.bar_severe incubation.bar_breach")  # fmt: skip
coded("INC-03", "organization", "info", "HOUSE||P", "incubation.rules.periods:stage_end",
      reads="incubation.seed incubation.growth incubation.ready incubation.aftercare")  # fmt: skip

coded(
    "CNS-01",
    "deliberation",
    "block",
    "HOUSE||I",
    "deliberation.rules.needs:check_reason",
    reads="need.refusal_reason",
)
coded("CNS-02", "deliberation", "block", "HOUSE||I",
      "deliberation.rules.steps:check_topic deliberation.rules.steps:check_discussed", reads="deliberation.fix")  # fmt: skip
coded("CNS-03", "deliberation", "block", "HOUSE||P",
      "deliberation.rules.steps:check_confirmer deliberation.permissions:may_cast_ballot")  # fmt: skip
coded("CNS-05", "deliberation", "block", "RCL18|art. 9|G",
      "deliberation.rules.decisions:has_quorum deliberation.rules.decisions:has_majority",
      reads="assembly.quorum assembly.majority")  # fmt: skip
coded("CNS-06", "deliberation", "info", "RCL18|art. 10|G", "deliberation.rules.needs:is_statutory_proposal",
      reads="assembly.proposal")  # fmt: skip

coded("CAL-01", "calendar", "info", "O87|art. 85|V",
      "marketplace.workdays.rules:add_working_days marketplace.workdays.rules:add_calendar_days")  # fmt: skip
coded("CAL-02", "calendar", "info", "HOUSE||I", "marketplace.workdays.rules:add_working_days")
coded("CAL-03", "calendar", "block", "HOUSE||D", "marketplace.workdays.rules:Calendar",
      codes="workdays.year_not_loaded bidding.calendar_missing")  # fmt: skip

"""Numbers of procurement law. Keys `<profile>.<what>`; profiles are the codes of the procedure (rules 2.1)."""

from datetime import date

from .parameters import Unit, declare

GPL, GPR, O87 = date(2003, 1, 1), date(2015, 3, 1), date(2017, 10, 1)
W, C, N, S = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.COUNT, Unit.SHARE

for _profile in ("open", "invited"):
    declare(f"{_profile}.response", "20", C, "GPL|art. 35|V", GPL, rule="DOC-02")
    declare(f"{_profile}.notice_period", "5", W, "O87|art. 16|V", O87, rule="NOT-02")
    declare(f"{_profile}.documents_available", "5", W, "O87|art. 18|V", O87, rule="DOC-01")
    declare(f"{_profile}.clarification", "15", C, "O87|art. 27|V", O87, rule="DOC-04")
    declare(f"{_profile}.committee", "5", N, "O87|art. 47|V", O87, rule="COM-01")
    declare(f"{_profile}.suppliers", "3", N, "O87|art. 41|V", O87, rule="OPEN-02")
    declare(f"{_profile}.price_weight_min", "0.10", S, "O87|art. 55|V", O87, rule="DOC-14")

declare("invited.application", "5", W, "GPR|art. 21|V", GPR, rule="NOT-03")
declare("invited.drawn", "3", N, "GPL|art. 34|V", GPL, rule="NOT-07")

F214 = date(2015, 1, 1)
declare("consultation.response", "10", C, "F214|art. 10|P", F214, rule="DOC-07")
declare("consultation.notice_period", "3", W, "F214||G", F214)
declare("consultation.documents_available", "5", W, "F214|art. 10|P", F214, rule="DOC-01")
declare("consultation.clarification", "5", C, "F214|art. 10|P", F214, rule="DOC-07")
declare("consultation.committee", "3", N, "F214|art. 14|P", F214, rule="COM-03")
declare("consultation.suppliers", "3", N, "F124||P", F214, rule="EVA-13")
declare("consultation.suppliers_continue", "2", N, "F124||P", date(2015, 6, 30), rule="EVA-13")
declare("consultation.price_weight_min", "0.10", S, "F214|art. 24|R", F214, rule="DOC-15")
declare("consultation.price_weight_max", "0.30", S, "F214|art. 24|R", F214, rule="DOC-15")

O74 = date(2014, 2, 1)
for _profile, _article in (("negotiation", "29"), ("inquiry", "45")):
    declare(f"{_profile}.response", "3", W, f"O74|art. {_article}|R", O74, rule="DOC-08")
    declare(f"{_profile}.notice_period", "3", W, "O74||G", O74)
    declare(f"{_profile}.clarification", "3", W, "O74||G", O74)
    declare(f"{_profile}.committee", "3", N, "GPL|art. 38|V", GPL, rule="COM-03")
    declare(f"{_profile}.suppliers", "3", N, "GPL|art. 38|V", GPL, rule="OPEN-02")

declare("single.publicity", "5", W, "GPR|art. 38|V", GPR, rule="GEN-07")
declare("single.arguments", "3", N, "O74|art. 38|G", GPL, rule="GEN-07", note="experts who argue it")
declare("single.suppliers", "1", N, "GPL|art. 31|V", GPL)
declare("single.addition_max", "0.10", S, "GPL|art. 31(3)|V", GPL, rule="GEN-06")

GRANT = date(2016, 12, 1)
declare("grant.response", "10", C, "HOUSE||D", GRANT)
declare("grant.notice_period", "5", W, "HOUSE||D", GRANT)
declare("grant.publicity", "5", W, "HOUSE||P", GRANT, rule="VEN-04")
declare(
    "grant.suppliers",
    "1",
    N,
    "HOUSE||P",
    GRANT,
    rule="VEN-05",
    note="Shanghai practice: a single applicant may be chosen on need and feasibility",
)
declare("grant.committee", "3", N, "HOUSE||D", GRANT)

declare(
    "committee.expert_share",
    "0.6666666666666666666666666667",
    S,
    "O87|art. 47|V",
    O87,
    rule="COM-02",
    note="tested as 3 x experts >= 2 x members",
)
declare("committee.large", "7", N, "O87|art. 47|V", O87, rule="COM-01")
declare("committee.large_budget", "10000000", Unit.YUAN, "O87|art. 47|V", O87, rule="COM-01")
declare("committee.recusal", "3", Unit.YEARS, "GPR|art. 9|V", GPR, rule="COM-05")

declare("low_price.mean", "0.50", S, "F2026-2||P", date(2026, 2, 1), rule="LOW-01")
declare("low_price.second", "0.50", S, "F2026-2||P", date(2026, 2, 1), rule="LOW-02")
declare("low_price.ceiling", "0.45", S, "F2026-2||P", date(2026, 2, 1), rule="LOW-03")
declare("low_price.raise_max", "0.65", S, "F2026-2||P", date(2026, 2, 1), rule="LOW-04")
declare("low_price.explanation", "30", Unit.MINUTES, "F2026-2||P", date(2026, 2, 1), rule="LOW-05")

declare("collusion.similarity", "0.90", S, "HOUSE||D", O87, rule="COL-04", note="of the longer text")
declare(
    "collusion.price_step", "0.01", S, "HOUSE||D", O87, rule="COL-04", note="of the lowest price of the run"
)
declare("collusion.text_least", "200", N, "HOUSE||D", O87, rule="COL-04", note="characters")

declare("bond.bid_max", "0.02", S, "GPR|art. 33|V", GPR, rule="BOND-01")
declare("bond.performance_max", "0.10", S, "GPR|art. 48|V", GPR, rule="BOND-07")

declare("award.report", "2", W, "GPR|art. 43|V", GPR, rule="AWD-01")
declare("award.decision", "5", W, "GPR|art. 43|V", GPR, rule="AWD-01")
declare("award.notice", "2", W, "O87|art. 69|V", O87, rule="AWD-03")
declare("award.notice_period", "1", W, "O87|art. 69|V", O87, rule="AWD-03")
declare("award.house_wait", "0", W, "HOUSE||D", O87, rule="AWD-07")

declare("challenge.window", "7", W, "GPL|art. 52|V", GPL, rule="CHA-01")
declare("challenge.answer", "7", W, "GPL|art. 53|V", GPL, rule="CHA-03")
declare("complaint.window", "15", W, "GPL|art. 55|V", GPL, rule="CHA-04")
declare("complaint.review", "5", W, "O94|art. 21|P", date(2018, 3, 1), rule="CHA-05")
declare("complaint.copy", "8", W, "O94|art. 21|P", date(2018, 3, 1), rule="CHA-05")
declare("complaint.decision", "30", W, "GPL|art. 56|V", GPL, rule="CHA-05")
declare("complaint.suspension", "30", C, "GPL|art. 57|V", GPL, rule="CHA-06")
declare("question.answer", "3", W, "GPR|art. 52|V", GPR, rule="CHA-07")

declare("contract.sign", "30", C, "GPL|art. 46|V", GPL, rule="CON-01")
declare("contract.publish", "2", W, "GPR|art. 50|V", GPR, rule="CON-03")
declare("contract.copy", "7", W, "GPL|art. 47|V", GPL, rule="CON-03")
declare("contract.change_notice", "2", W, "F2023-243||P", date(2023, 12, 1), rule="CON-05")
declare("contract.supplement_max", "0.10", S, "GPL|art. 49|V", GPL, rule="CON-04")
declare(
    "deposit.base_rate",
    "0.0435",
    S,
    "HOUSE||D",
    O87,
    rule="BOND-06",
    note="one-year benchmark loan rate of the People's Bank since 2015-10-24",
)
declare("deposit.surcharge", "0.2", S, "O87|art. 38|V", O87, rule="BOND-06")
declare("deposit.day_basis", "365", N, "HOUSE||D", O87, rule="BOND-06", note="days of a year")
declare("deposit.return", "5", W, "O87|art. 38|V", O87, rule="BOND-04")
declare("records.retention", "15", Unit.YEARS, "GPL|art. 42|V", GPL, rule="ARC-01")

O110 = date(2022, 3, 1)
declare("framework.response", "20", C, "O110||G", O110)
declare("framework.notice_period", "5", W, "O110||G", O110)
declare("framework.suppliers", "2", N, "O110||G", O110)
declare("framework.committee", "5", N, "O110||G", O110)

BELOW = date(2016, 1, 1)
declare("below_limit.response", "5", C, "HOUSE||D", BELOW)
declare("below_limit.notice_period", "3", W, "HOUSE||D", BELOW)
declare("below_limit.clarification", "2", C, "HOUSE||D", BELOW)
declare("below_limit.suppliers", "3", N, "HOUSE||D", BELOW)
declare("below_limit.committee", "3", N, "HOUSE||D", BELOW)

_LOCAL = "national guidance for local budgets; the province sets the figure"
declare("local.purchase_limit", "300000", Unit.YUAN, "GPL|art. 8|G", GPL, rule="GEN-03", note=_LOCAL)
declare("local.open_threshold", "2000000", Unit.YUAN, "GPL|art. 27|G", GPL, rule="GEN-04", note=_LOCAL)

declare("lot.weight_total", "100", Unit.POINTS, "O87|art. 55|V", O87, rule="DOC-14")
declare(
    "standing.points", "10", Unit.POINTS, "HOUSE||D", BELOW, note="of 100, where the document declares it"
)
declare("standing.typical", "70", Unit.POINTS, "HOUSE||D", BELOW, note="an organization without a record")
declare("standing.lowest", "40", Unit.POINTS, "HOUSE||D", BELOW, note="and below: no points")

declare("documents.takers_min", "3", N, "O87|art. 18|V", O87, rule="DOC-03")
declare("keys.check", "7", C, "HOUSE||D", date(2016, 1, 1), rule="SEAL-02")

SMALL = date(2022, 7, 1)
declare("sme.deduction_min", "0.10", S, "F2022-19||P", SMALL, rule="EVA-14")
declare("sme.deduction_max", "0.20", S, "F2022-19||P", SMALL, rule="EVA-14")
declare("sme.consortium_share", "0.30", S, "F2022-19||P", SMALL, rule="EVA-16")
declare("sme.consortium_min", "0.04", S, "F2022-19||P", SMALL, rule="EVA-16")
declare("sme.consortium_max", "0.06", S, "F2022-19||P", SMALL, rule="EVA-16")

"""Numbers of service purchase, payment, performance, organizations and deliberation."""

from datetime import date

from .parameters import Unit, declare

W, C, N, S = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.COUNT, Unit.SHARE
O102, HOUSE = date(2020, 3, 1), date(2016, 1, 1)

declare("service.term", "12", Unit.MONTHS, "O102|art. 24|P", O102, rule="PLAN-03")
declare("service.term_long", "36", Unit.MONTHS, "O102|art. 24|P", O102, rule="PLAN-03")

declare(
    "payment.supplier",
    "30",
    C,
    "HOUSE||D",
    HOUSE,
    rule="PAY-02",
    until=date(2025, 6, 1),
    note="house rule of 30 days for social organizations before the 2025 revision took force",
)
declare(
    "payment.supplier",
    "30",
    C,
    "SMEPAY|art. 9|D",
    date(2025, 6, 1),
    rule="PAY-02",
    note="binding for small and medium enterprises; a house rule for social organizations",
)
declare(
    "payment.supplier_agreed",
    "60",
    C,
    "SMEPAY|art. 9|V",
    date(2025, 6, 1),
    rule="PAY-02",
    note="the longest term that a contract with a small or medium enterprise may set",
)
declare(
    "payment.late_interest",
    "0.0005",
    S,
    "SMEPAY|art. 17|V",
    date(2025, 6, 1),
    rule="PAY-03",
    note="share of the sum per day where nothing else is agreed",
)
declare("payment.after_invoice", "10", W, "F2023-243||G", date(2023, 12, 1), rule="PAY-04")

declare(
    "acceptance.recipients",
    "1",
    N,
    "GPR|art. 45|V",
    date(2015, 3, 1),
    rule="ACP-02",
    note="recipients of a public service must be heard; the smallest number is a house rule",
)
declare("milestone.reminder", "7", C, "HOUSE||D", HOUSE)
declare("milestone.last_reminder", "1", C, "HOUSE||D", HOUSE)

declare("performance.excellent", "90", Unit.POINTS, "HOUSE||P", HOUSE, rule="PER-01", note="Shenzhen 2021")
declare("performance.good", "80", Unit.POINTS, "HOUSE||P", HOUSE, rule="PER-01", note="Shenzhen 2021")
declare("performance.pass", "60", Unit.POINTS, "HOUSE||P", HOUSE, rule="PER-01", note="Shenzhen 2021")
declare("performance.reply", "5", W, "HOUSE||D", HOUSE, note="the organization answers before publication")
declare(
    "performance.appeal_answer",
    "15",
    C,
    "HOUSE||D",
    HOUSE,
    note="a person without a part in it decides in writing",
)
declare(
    "performance.midterm_after",
    "6",
    Unit.MONTHS,
    "F2021-22|art. 24|I",
    date(2021, 7, 1),
    note="contracts in stages are assessed in stages; from how many months on is a house number",
)
declare(
    "performance.final_before",
    "1",
    Unit.MONTHS,
    "HOUSE||P",
    HOUSE,
    rule="PER-05",
    note="Shenzhen 2021: the final evaluation begins so long before the end",
)
declare(
    "performance.spot_share",
    "0.30",
    S,
    "HOUSE||P",
    HOUSE,
    rule="PER-04",
    note="Shenzhen 2021: of the projects of a year and longer, at least so many are checked on the spot",
)
declare("performance.spot_term", "12", Unit.MONTHS, "HOUSE||P", HOUSE, rule="PER-04", note="Shenzhen 2021")
declare("performance.sample", "0.10", S, "HOUSE||D", HOUSE, note="share of the items that a draw looks at")
declare("performance.sample_least", "5", N, "HOUSE||D", HOUSE)
declare("performance.sample_most", "30", N, "HOUSE||D", HOUSE)
declare(
    "penalty.late_day",
    "0.0005",
    S,
    "HOUSE||D",
    HOUSE,
    rule="CON-07",
    note="share of the installment per late day that a contract proposes: what the buyer owes for paying late",
)
declare(
    "penalty.late_day_max", "0.001", S, "CIVIL|art. 585|D", date(2021, 1, 1), rule="CON-07",
    note="the law leaves the penalty to the two sides and lets a court lower one far above the damage; "
    "the number is a house rule",
)  # fmt: skip
declare(
    "penalty.cap", "0.05", S, "HOUSE||D", HOUSE, rule="CON-07", note="share of the contract sum, proposed"
)
declare(
    "penalty.cap_max", "0.10", S, "CIVIL|art. 585|D", date(2021, 1, 1), rule="CON-07",
    note="share of the contract sum that all penalties together may reach: as high as a performance deposit; "
    "a house rule",
)  # fmt: skip
declare(
    "penalty.breach", "0.005", S, "HOUSE||D", HOUSE, rule="CON-07", note="share of the contract sum, proposed"
)
declare(
    "penalty.breach_max", "0.02", S, "CIVIL|art. 585|D", date(2021, 1, 1), rule="CON-07",
    note="share of the contract sum that one breached standard may cost; a house rule",
)  # fmt: skip
declare("penalty.hearing", "5", W, "HOUSE||D", HOUSE, rule="CON-08", note="the organization is heard first")
declare("penalty.objection", "5", W, "HOUSE||D", HOUSE, rule="CON-08", note="a third person decides")
declare(
    "penalty.claim_due", "30", C, "HOUSE||D", HOUSE, rule="CON-08", note="where nothing is left to set off"
)
declare("rectification.escalate", "3", W, "HOUSE||D", HOUSE, note="so late, the approver decides")
declare(
    "performance.exclusion_grant",
    "3",
    Unit.YEARS,
    "HOUSE||P",
    HOUSE,
    rule="VEN-07",
    note="Zhongshan 2013: after a failed project no new grant for three years",
)
declare(
    "performance.exclusion_below_limit",
    "1",
    Unit.YEARS,
    "HOUSE||P",
    HOUSE,
    rule="VEN-07",
    note="rules of the Guangdong type: after a failed project no purchase in the next year",
)
declare("performance.panel", "1", N, "HOUSE||D", HOUSE, note="experts drawn for the third-party voice")
declare(
    "performance.panel_large",
    "3",
    N,
    "HOUSE||D",
    HOUSE,
    note="experts drawn for a large contract; from three up the method compares them with their median",
)
declare(
    "performance.panel_large_from", "250000", Unit.YUAN, "HOUSE||D", HOUSE, note="sum of a large contract"
)
declare("performance.panel_answer", "2", W, "HOUSE||D", HOUSE, note="whoever was drawn accepts or declines")
declare("performance.collect", "14", C, "HOUSE||D", HOUSE, note="open for ratings, residents included")
declare("performance.extreme_high", "95", Unit.POINTS, "HOUSE||D", HOUSE, note="needs two facts beside it")
declare("performance.extreme_low", "60", Unit.POINTS, "HOUSE||D", HOUSE, note="needs two facts beside it")
declare("evaluation.minimum_answers", "5", N, "HOUSE||D", HOUSE, note="fewer answers are never shown")

declare("organization.verification", "5", W, "HOUSE||D", HOUSE)
declare("invitation.validity", "7", C, "HOUSE||D", HOUSE)
declare("certificate.reminder", "30", C, "HOUSE||D", HOUSE, note="days before expiry")
declare("grade.validity", "5", Unit.YEARS, "GRADE||P", date(2021, 1, 1), rule="SO-02")

declare(
    "assembly.quorum",
    "0.50",
    S,
    "RCL18|art. 9|V",
    date(2018, 12, 29),
    rule="CNS-05",
    note="strictly more than; figures of the 2025 revision are to be confirmed",
)
declare(
    "assembly.proposal", "0.20", S, "RCL18|art. 10|V", date(2018, 12, 29), rule="CNS-06", note="of households"
)
declare("need.screening", "2", W, "HOUSE||D", HOUSE)
declare("need.screening_fast", "1", W, "HOUSE||D", HOUSE)
declare("need.second_review", "2", W, "HOUSE||D", HOUSE)
declare("need.appeal", "10", W, "HOUSE||D", HOUSE)
declare("need.support_open", "30", C, "HOUSE||D", HOUSE)
declare("need.support_share", "0.02", S, "HOUSE||D", HOUSE)
declare("need.support_minimum", "20", N, "HOUSE||D", HOUSE)
declare("deliberation.notice", "3", W, "HOUSE||D", HOUSE)
declare("deliberation.hearing_notice", "5", W, "HOUSE||D", HOUSE)
declare("deliberation.discuss", "30", W, "HOUSE||D", HOUSE)
declare("deliberation.decide", "5", W, "HOUSE||D", HOUSE)
declare("deliberation.result_posted", "7", W, "HOUSE||D", HOUSE)
declare("project.reply", "10", W, "HOUSE||D", HOUSE)

# residents' loop: clocks of residents run in calendar days, duties of staff in working days
declare(
    "assembly.majority",
    "0.50",
    S,
    "RCL18|art. 9|V",
    date(2018, 12, 29),
    rule="CNS-05",
    note="of those present",
)
declare(
    "need.refusal_reason", "15", N, "HOUSE||D", HOUSE, rule="CNS-01", note="characters of a refusal's reason"
)
declare("need.daily", "6", N, "HOUSE||D", HOUSE, note="needs per person and day")
declare("need.supports_daily", "60", N, "HOUSE||D", HOUSE, note="supports per person and day")
declare("need.answer", "7", C, "HOUSE||D", HOUSE, note="the author answers the worker's question")
declare("need.decide", "5", W, "HOUSE||D", HOUSE, note="to convene after the threshold is reached")
declare("need.dormant", "90", C, "HOUSE||D", HOUSE)
declare("need.revival", "10", N, "HOUSE||D", HOUSE, note="new supports that wake a resting need")
declare("need.account_age", "1", C, "HOUSE||D", HOUSE, note="a new account's support counts after this time")
declare("deliberation.fix", "5", W, "HOUSE||D", HOUSE, rule="CNS-02")
declare("deliberation.online", "5", W, "HOUSE||D", HOUSE, note="shortest online phase")
declare("deliberation.rounds", "3", N, "HOUSE||D", HOUSE)
declare("deliberation.extension", "15", W, "HOUSE||D", HOUSE)
declare("deliberation.pause", "30", C, "HOUSE||D", HOUSE)
declare("deliberation.review", "20", W, "HOUSE||D", HOUSE)

declare("incubation.material_check", "5", W, "HOUSE||P", HOUSE, rule="INC-01")
declare("incubation.review", "20", W, "HOUSE||D", HOUSE)
declare("incubation.notice", "5", W, "HOUSE||D", HOUSE)
declare("incubation.agreement", "10", W, "HOUSE||D", HOUSE)
declare("incubation.seed", "6", Unit.MONTHS, "HOUSE||D", HOUSE, rule="INC-03")
declare("incubation.growth", "12", Unit.MONTHS, "HOUSE||D", HOUSE, rule="INC-03")
declare("incubation.ready", "6", Unit.MONTHS, "HOUSE||D", HOUSE, rule="INC-03")
declare("incubation.exit", "15", W, "HOUSE||P", HOUSE, rule="INC-01")
declare("incubation.badge", "12", Unit.MONTHS, "HOUSE||D", HOUSE)
declare("incubation.stage_window", "10", W, "HOUSE||D", HOUSE, note="before or after the end of a stage")
declare("incubation.extension", "6", Unit.MONTHS, "HOUSE||D", HOUSE, note="once")
declare("incubation.graduation_review", "20", W, "HOUSE||D", HOUSE)
declare("incubation.hearing", "5", W, "HOUSE||D", HOUSE, note="right to answer")
declare("incubation.suspension", "30", W, "HOUSE||D", HOUSE, note="at most")
declare("incubation.idle_room", "60", C, "HOUSE||D", HOUSE)
declare("incubation.goals", "70", Unit.POINTS, "HOUSE||D", HOUSE, note="percent of the stage's goals")
declare("incubation.reviewers", "3", N, "HOUSE||D", HOUSE)
declare("incubation.failed_quarters", "2", N, "HOUSE||D", HOUSE)
declare("incubation.delivered", "2", N, "HOUSE||D", HOUSE, note="delivered projects before graduation")
declare(
    "incubation.resident_gap", "0.2", Unit.POINTS, "HOUSE||D", HOUSE, note="stars below the district mean"
)
declare("incubation.aftercare", "3", Unit.YEARS, "HOUSE||D", HOUSE)
declare("incubation.bar_abnormal", "1", Unit.YEARS, "HOUSE||P", HOUSE, rule="SO-04")
declare("incubation.bar_punished", "2", Unit.YEARS, "HOUSE||P", HOUSE, rule="INC-02")
declare("incubation.bar_severe", "2", Unit.YEARS, "HOUSE||P", HOUSE, rule="SO-04")
declare("incubation.bar_breach", "3", Unit.YEARS, "HOUSE||P", HOUSE)

# supervision tickets: the organization's and the worker's terms in working days, residents' in calendar days
declare("ticket.accept", "2", W, "HOUSE||D", HOUSE)
declare("ticket.answer", "5", W, "HOUSE||D", HOUSE)
declare("ticket.extension", "10", W, "HOUSE||D", HOUSE, note="longest extension, once, with a reason")
declare("ticket.confirm", "14", C, "HOUSE||D", HOUSE, note="the resident says whether it is solved")
declare("ticket.nudge", "7", C, "HOUSE||D", HOUSE, note="after the resident was asked again")
declare("ticket.reopen_closed", "90", C, "HOUSE||D", HOUSE, note="after a close without an answer")
declare("ticket.reopenings", "2", N, "HOUSE||D", HOUSE)
declare("ticket.same", "14", C, "HOUSE||D", HOUSE, note="same milestone and kind: join, do not repeat")
declare("ticket.daily", "6", N, "HOUSE||D", HOUSE, note="reports per person and day")
declare(
    "ticket.majority", "3", N, "HOUSE||D", HOUSE, note="neighbors who decide in place of the first reporter"
)
declare("ticket.inspection", "10", W, "HOUSE||D", HOUSE)
declare("ticket.inspector", "2", W, "HOUSE||D", HOUSE, note="to name the inspector")

# evaluation rounds
declare("evaluation.notice", "5", W, "HOUSE||D", HOUSE, rule="CNS-08")
declare("evaluation.open_least", "7", W, "HOUSE||D", HOUSE)
declare("evaluation.open_most", "14", W, "HOUSE||D", HOUSE)
declare("evaluation.check", "3", W, "HOUSE||D", HOUSE, note="the fraud desk")
declare("evaluation.reply", "5", W, "HOUSE||D", HOUSE)
declare("evaluation.questions", "5", N, "HOUSE||D", HOUSE)
declare("evaluation.shrink", "10", N, "HOUSE||D", HOUSE, note="weight of the district's mean")
declare("evaluation.per_device", "10", N, "HOUSE||D", HOUSE, note="answers from one device in a round")
declare("evaluation.per_network", "60", N, "HOUSE||D", HOUSE, note="answers from one address in a round")
declare(
    "evaluation.wrong_codes", "10", N, "HOUSE||D", HOUSE, note="unknown codes from one address in an hour"
)

# warnings and bans
declare("sanction.warning", "365", C, "HOUSE||D", HOUSE, note="longest term of a public warning")
declare(
    "sanction.ban", "1095", C, "GPL|art. 77|P", date(2014, 8, 31), rule="BID-09", note="one to three years"
)
declare(
    "sanction.appeal", "60", C, "HOUSE||D", HOUSE, note="as long as an administrative review may be asked for"
)
declare("sanction.answer", "15", C, "HOUSE||D", HOUSE)

"""What each coded rule says, in one sentence, and the words around it."""

from django.utils.translation import gettext_lazy as _

FAMILIES = {
    "GEN": _("Track and procedure"),
    "PLAN": _("Planning"),
    "NOT": _("Notice"),
    "DOC": _("Tender document"),
    "LOT": _("Lots"),
    "BID": _("Bids"),
    "OPEN": _("Opening"),
    "COM": _("Evaluation committee"),
    "EVA": _("Evaluation"),
    "NEG": _("Talks and final quotes"),
    "LOW": _("Abnormally low prices"),
    "INV": _("Invalid bids and failed tenders"),
    "COL": _("Signs of collusion"),
    "AWD": _("Award of contracts"),
    "CHA": _("Questions, challenges and complaints"),
    "BOND": _("Guarantees"),
    "CON": _("Contract"),
    "ACP": _("Acceptance"),
    "PAY": _("Paying suppliers"),
    "ARC": _("Files"),
    "PER": _("Performance review"),
    "VEN": _("Venture grants for public services"),
    "SO": _("Organizations"),
    "INC": _("Incubator"),
    "CNS": _("Deliberation"),
    "PUB": _("Openness"),
    "CAL": _("Days and holidays"),
}

PHASES = {
    "planning": _("Planning"),
    "notice": _("Notice"),
    "document": _("Tender document"),
    "bid": _("Bids"),
    "opening": _("Opening"),
    "committee": _("Evaluation committee"),
    "evaluation": _("Evaluation"),
    "award": _("Award of contracts"),
    "challenge": _("Questions, challenges and complaints"),
    "contract": _("Contract"),
    "delivery": _("Delivery"),
    "payment": _("Paying suppliers"),
    "organization": _("Organizations"),
    "deliberation": _("Deliberation"),
    "calendar": _("Days and holidays"),
}

EFFECTS = {
    "block": (_("Blocks"), "late"),
    "warn": (_("Warns"), "warn"),
    "info": (_("Is applied"), "info"),
}

RULE_TEXTS = {
    "GEN-01": _("A tender follows exactly one track; statutory rules hold only on the statutory track."),
    "GEN-02": _(
        "The day of the notice decides which edition of a procedure and of its numbers applies, never today."
    ),
    "GEN-03": _("From the purchase limit on, a statutory procedure must be used."),
    "GEN-04": _("From the open-tender threshold on, any other method needs an approval before the notice."),
    "GEN-05": _(
        "Several purchases of one budget item and category in a year may not avoid the open tender together."
    ),
    "PLAN-01": _("Goods, works, and services bundled with works cannot be bought as a social service."),
    "PLAN-02": _("The need of a public service must have been open to public comment before the notice."),
    "PLAN-03": _(
        "A service contract runs no longer than its term; the longer term needs all four conditions."
    ),
    "PLAN-04": _("The budget stands in the document and lies within the budget line."),
    "PLAN-05": _("A price ceiling may not be above the budget; there is no floor price."),
    "NOT-01": _(
        "The notice has all groups of content: buyer, project, money, need, conditions, documents, times, contact."
    ),
    "NOT-02": _("The notice stands for the notice period."),
    "NOT-04": _(
        "On the statutory track the notice appears first on the medium of the finance department; its address is stored."
    ),
    "NOT-05": _("Names and number of bidders are secret until the deadline, for everybody."),
    "NOT-06": _(
        "A published tender is ended only when its task falls away, with a public reason, and only before the deadline."
    ),
    "DOC-01": _("The tender document can be obtained for its minimum time from the notice."),
    "DOC-02": _("Bidders have the minimum time from the notice to the deadline."),
    "DOC-04": _(
        "A change that affects bids leaves the minimum time before the deadline; otherwise the deadline moves."
    ),
    "DOC-05": _("A change may not touch object, money or qualification; that needs a new tender."),
    "DOC-07": _(
        "Competitive consultation has its own minimum times to bid and for changes before the deadline."
    ),
    "DOC-08": _("Inquiry has its own minimum time to bid, in working days."),
    "DOC-09": _(
        "Capital, assets, turnover, headcount, profit and tax may be neither condition nor criterion."
    ),
    "DOC-10": _("Track record or awards of one region or trade may be neither condition nor criterion."),
    "DOC-11": _("Social organizations may not be asked how long they have existed."),
    "DOC-13": _("A condition for bidding may not be scored as well."),
    "DOC-14": _(
        "Services: the price counts at least its minimum share, and all points add up to the full score."
    ),
    "DOC-15": _("Competitive consultation for services: the share of the price lies between its bounds."),
    "DOC-17": _("Every criterion says with numbers how points are given."),
    "DOC-16": _("Only a project with a fixed price may leave the price without points."),
    "DOC-18": _("A tender reserved for small enterprises shuts out all social organizations: think again."),
    "DOC-03": _(
        "When fewer than three took the document in its time, the buyer may extend it with a notice."
    ),
    "DOC-12": _("Consortia may bid unless the document says no."),
    "DOC-06": _(
        "A clarification or change is published and sent to every organization that took the document."
    ),
    "DOC-19": _("A tender document holds the sixteen groups of content; a missing one stops publication."),
    "BID-01": _("A bid at or after the deadline is refused."),
    "BID-02": _("A bid can be replaced or withdrawn until the deadline; every version is kept."),
    "BID-03": _("A bid proves or declares every condition of article 22; otherwise it is not qualified."),
    "BID-05": _("Who designed, specified, managed or supervised a purchase may not bid for it."),
    "LOT-01": _(
        "The lots of a purchase cost together no more than the purchase; law looks at the whole money."
    ),
    "LOT-02": _("Where one supplier may win only some lots, they are awarded in the stated order."),
    "BID-06": _("A consortium hands in its agreement; every partner may bid, and none bids alone as well."),
    "BID-07": _("Only parts that the document names may be subcontracted."),
    "BID-09": _("A ban from bidding holds until its last day and not longer."),
    "BID-08": _("The unified social credit code is valid and belongs to a social organization."),
    "OPEN-01": _("Bids are opened at the deadline, not before."),
    "OPEN-02": _("With fewer bids than the procedure needs nothing is opened."),
    "OPEN-03": _(
        "Who opens bids does not evaluate them; members of the committee take no part in the opening."
    ),
    "OPEN-04": _("Names and prices stand in the signed public opening record."),
    "OPEN-05": _("With fewer qualified bids than the procedure needs nothing is evaluated."),
    "OPEN-06": _("The buyer checks qualification, not the committee."),
    "COM-01": _(
        "The committee has an odd number of members, at least the minimum, and more for large budgets."
    ),
    "COM-02": _("At least two thirds of the committee are experts."),
    "COM-03": _("Other methods have a smaller minimum, which grows from the open-tender threshold on."),
    "COM-04": _("Experts are drawn at random; the seed is logged so that anybody can repeat the draw."),
    "COM-05": _("Who belongs to a bidder, or did within the look-back, cannot sit on the committee."),
    "COM-06": _(
        "The committee elects its leader among the experts; the buyer's representative may not lead."
    ),
    "COM-10": _("A member who dissents signs with reasons; who gives none agrees."),
    "COM-07": _("Staff of the buying department cannot sit as experts."),
    "COM-08": _("Names of the committee are secret until the result notice, then public."),
    "COM-09": _("What a replaced member scored no longer counts."),
    "EVA-01": _(
        "Points for the price: lowest valid price divided by the price, times the points for the price."
    ),
    "EVA-02": _("The lowest evaluated price among valid bids is the base price."),
    "EVA-03": _("The mean counts all members' scores; the highest and lowest are not dropped."),
    "EVA-04": _("Every member scores every bid alone and sees no other scores before all are final."),
    "EVA-05": _("A score outside its range is refused."),
    "EVA-06": _("On objective criteria all members must agree."),
    "EVA-11": _("A final score is changed only on a legal ground; request, answer and both scores are kept."),
    "EVA-07": _("Rank by total, then by the lower price; if both are equal the place is shared."),
    "EVA-08": _("A shared first place is decided as the document says, otherwise by a logged draw."),
    "EVA-09": _("Under the lowest-price method nothing is scored."),
    "EVA-12": _("With fewer valid bids than the procedure needs the tender fails."),
    "EVA-13": _(
        "Consultation for services may go on with fewer bidders than at the start, but never with one."
    ),
    "EVA-14": _(
        "The deduction for small and micro enterprises lies in its band; a bid gets one deduction only."
    ),
    "EVA-15": _("The local tier of the deduction follows the budget."),
    "EVA-16": _("A consortium gets its deduction only with the least share of small enterprises."),
    "EVA-18": _("A purchase reserved for small enterprises knows no price deduction."),
    "EVA-17": _(
        "Social organizations get no price deduction for small enterprises; their price counts as it is."
    ),
    "EVA-19": _("The contract price is the bid price, never the evaluated price."),
    "LOW-01": _("A price below this share of the mean of all conforming bids is reviewed."),
    "LOW-02": _("A price below this share of the second lowest price is reviewed."),
    "LOW-03": _("A price below this share of the ceiling (or the budget) is reviewed."),
    "LOW-04": _("The document may raise these shares at most to the legal bound."),
    "LOW-06": _("A low price is never invalid by itself: the committee decides with a reason."),
    "LOW-07": _("A low price that is not explained is invalid; base price and points are computed again."),
    "LOW-08": _("A winner whose price was reviewed is watched more closely."),
    "INV-01": _("A price above budget or ceiling makes the bid invalid."),
    "INV-02": _("A tender fails only for a legal ground, and all bidders are told why."),
    "BID-04": _(
        "The same person heads several bidders: the committee decides whether they may bid against each other."
    ),
    "COL-01": _("Files of several bids name the same author or last editor."),
    "COL-02": _("Several bids share a phone, an e-mail address or the person who handled them."),
    "COL-03": _("Several bids name the same manager or contact person."),
    "COL-04": _("Prices follow one small regular step, or texts are nearly the same."),
    "COL-05": _("Several bidders use the same bank account."),
    "COL-06": _(
        "Bids that the committee finds to be made together are invalid and are reported to the finance department."
    ),
    "AWD-01": _("Report and decision have their time limits."),
    "AWD-02": _("If the buyer has not decided in time, the first candidate counts as the winner."),
    "AWD-03": _("The result is announced in time and stands for its notice period."),
    "AWD-04": _("The result notice names the experts, the winner's score and price."),
    "AWD-05": _("A bidder that lost sees only its own score and place; one that did not qualify sees why."),
    "AWD-07": _("The house may wait before signing; the option is off."),
    "VEN-03": _("The weights of a composite score are named in the call and add up to exactly 1."),
    "VEN-05": _("On the grant track a single applicant may be chosen."),
    "CON-01": _(
        "The contract is signed in time after the letter of award, and not before challenges have ended."
    ),
    "CON-02": _(
        "The contract says what tender document and bid say; every difference is shown before signing."
    ),
    "CON-03": _("The contract is published in time after signing."),
    "CON-04": _("All supplements together stay under the share of the signed sum that the law allows."),
    "CON-05": _("The notice of a change is published in time."),
    "CON-06": _(
        "When the winner does not sign, the next candidate follows in order or a new procedure begins; two officials decide."
    ),
    "CON-07": _(
        "A penalty follows the clause of the contract, which has bounds; all penalties together stay under its cap."
    ),
    "CON-08": _(
        "The organization is heard before a penalty is decided; a second official decides, a third one on an objection."
    ),
    "ACP-01": _("The certificate of acceptance covers every standard of the contract."),
    "ACP-02": _("A public service is accepted only after its recipients were heard."),
    "ACP-04": _("Each stage is accepted before it is paid."),
    "PAY-01": _("Installments add up to the contract exactly; the last one is the remainder."),
    "PAY-02": _("Payment follows in time after acceptance."),
    "PAY-03": _("A late payment bears interest for every day."),
    "PAY-04": _("The sum is paid in time after the invoice."),
    "BOND-01": _("A bid deposit is a small share of the budget at most."),
    "BOND-02": _("A deposit is never given in cash."),
    "BOND-03": _("Who did not win gets the deposit back in time after the letter of award."),
    "BOND-04": _("The winner gets it back in time after signing, or it becomes the performance deposit."),
    "BOND-05": _("Who withdraws before the deadline gets the deposit back in time."),
    "BOND-06": _(
        "A deposit given back late costs its holder the benchmark rate and a surcharge for every day."
    ),
    "BOND-07": _("A performance deposit is a limited share of the contract at most."),
    "PER-01": _("Grades: excellent, good, qualified, not qualified, by fixed points."),
    "PER-02": _("A passed contract is paid in full; a failed one is a ground for a deduction."),
    "VEN-07": _(
        "After a failed review a person may decide to exclude from new grants or purchases for fixed years."
    ),
    "PER-04": _(
        "Every year at least three in ten running contracts of a year and longer are drawn by lot for a spot check."
    ),
    "VEN-06": _(
        "On the grant track a missing mid-term report counts as a fail; a person publishes the finding."
    ),
    "PER-05": _(
        "Contracts of more than six months are evaluated before their end, from a month before it on."
    ),
    "PER-03": _("Past performance counts only where the document declares it."),
    "SO-02": _("An assessment grade is valid for a fixed time from its issue."),
    "SO-04": _(
        "A suspended or severely dishonest organization cannot bid; one on the abnormal list is warned."
    ),
    "SO-05": _("A filed community organization bids only through a registered host."),
    "INC-02": _("Who was punished or listed within the look-back cannot enter the incubator."),
    "INC-03": _("Each stage in the incubator has its longest period, followed by aftercare."),
    "CNS-01": _("A need is screened by published rules, with a reason."),
    "CNS-02": _("The six steps of a deliberation follow one another; none is skipped."),
    "CNS-03": _("Who organizes a deliberation has no vote."),
    "CNS-05": _("A residents' assembly needs more than half present, a decision more than half of those."),
    "CNS-06": _("One fifth of the households can demand an assembly."),
    "CAL-01": _("The first day of a period does not count; a last day off moves to the next working day."),
    "CAL-02": _("Make-up working days count as working days."),
    "CAL-03": _("Without the holiday plan of a year no date in it is computed."),
}

RULE_TEXTS |= {
    "CHA-01": _(
        "A challenge is filed in writing within its window, counted from the day one should have known."
    ),
    "CHA-02": _("Only participants challenge; a tender document also who could bid for it."),
    "CHA-03": _("The buyer answers a challenge within its time."),
    "CHA-04": _("A complaint follows the time to answer, within its window, on challenged matters only."),
    "CHA-05": _("A complaint is examined, copied and decided in time; tests and corrections do not count."),
    "CHA-06": _("A suspension ends by itself after its longest time, and everybody concerned is told."),
    "CHA-07": _("Questions on a tender are answered for everybody in working days."),
    "AWD-06": _("Nothing is confirmed or signed while a challenge that may affect the result is open."),
    "EVA-10": _("Contradicting prices are corrected in legal order, and the bidder confirms in writing."),
    "LOW-05": _("A bidder has time to explain a low price; none fails unheard."),
    "ARC-01": _("The file of a procurement is kept for its years; nothing of it is deleted."),
    "ARC-02": _("The file of a procurement holds every document of the statutory list."),
    "OPEN-07": _("The file says when the recording of opening and evaluation is missing."),
}

RULE_TEXTS |= {
    "GEN-06": _("Additions from the same single source stay within a share of the original contract."),
    "GEN-07": _(
        "An only supplier at or above the open-tender threshold is public with experts' arguments before the purchase."
    ),
    "NOT-03": _("Organizations have a least time to answer a qualification notice."),
    "NOT-07": _("An invited tender goes to suppliers drawn at random from all who were accepted."),
    "GEN-08": _(
        "A statutory method other than the open tender has a cause named in law, with the facts behind it."
    ),
    "NEG-01": _(
        "Final quotes are handed in until one common moment, sealed, and opened together; too few end the purchase."
    ),
    "NEG-02": _("Every remaining supplier is heard before final quotes are asked for."),
    "NEG-03": _(
        "A change of the need is confirmed by the buyer and sent to every supplier in writing at once."
    ),
    "NEG-04": _("A supplier may leave before its final quote and gets its deposit back."),
}

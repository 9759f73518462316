"""What is said about questions and changes of a published tender."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind

REFUSALS = {
    "bidding.questions_closed": _(
        "Questions could be asked until {until}; a later one could not be answered before the bid deadline."
    ),
    "bidding.question_tells_who": _(
        "The question names your organization or holds a phone number, an address or a code. Take it out: who is "
        "interested stays secret until the opening."
    ),
    "bidding.question_repeated": _("Your organization has asked this already."),
    "bidding.questions_many": _("{most} of your questions wait for an answer. Wait for some of them first."),
    "bidding.answer_waits": _("An answer to this question waits for a second official."),
    "bidding.clarification_alters": _(
        "An answer may not change what is bought or who may bid. End this tender and publish a new one."
    ),
}

REASONS = {
    "bidding.asker_not_verified": _("Only verified organizations can ask."),
    "bidding.answer_waits": _("An answer to this question waits for a second official."),
}

PARTS = {
    "need": _("Service needed"),
    "place": _("Place of service"),
    "acceptance": _("Acceptance"),
    "payment": _("Payment"),
    "starts_on": _("Service begins"),
    "ends_on": _("Service ends"),
    "ceiling": _("Price ceiling (yuan)"),
    "criteria": _("Criteria"),
    "contact": _("Contact office"),
    "contact_phone": _("Contact phone"),
    "clarification": _("Answer to a question"),
}

KINDS = (
    Kind(
        "bidding.question_asked",
        _("New question on {title}"),
        _("Question {number} was asked. The answer is due on {answer_by}."),
        _("You get this because you look after tenders of your department."),
    ),
    Kind(
        "bidding.question_late",
        _("A question waits too long: {title}"),
        _("Question {number} was to be answered by {answer_by}. Answer it, or move the deadline."),
        _("You get this because you look after tenders of your department."),
    ),
    Kind(
        "bidding.question_answered",
        _("Your question was answered: {title}"),
        _("The answer to question {number} is public."),
        _("You get this because your organization asked. Nobody else learns that."),
    ),
)

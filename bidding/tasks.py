from celery import shared_task

from bidding.actions.awards import propose_due_awards
from bidding.actions.ending import close_due_tenders
from bidding.actions.key_checks import remind_of_key_checks
from bidding.actions.objection_clocks import watch_objections
from bidding.actions.opening import finish_due_openings
from bidding.actions.questions import remind_of_questions
from marketplace.workdays.queries import now


@shared_task
def propose_awards() -> int:
    """Propose the first candidate where the buyer has not decided in time."""
    return propose_due_awards(now())


@shared_task
def close_tenders() -> int:
    """Close the tenders whose deadline has passed and take up interrupted openings; pages know it without this."""
    return close_due_tenders() + finish_due_openings() + remind_of_questions(now()) + watch_objections(now())


@shared_task
def remind_officers() -> int:
    """Ask opening officers to check their keys 72 and 24 hours before a deadline."""
    return remind_of_key_checks(now())

from celery import shared_task

from marketplace.workdays.queries import now

from .actions import push, refresh_words, sweep
from .models import SearchWord
from .rules.asked import EngineDown


@shared_task
def sweep_search() -> int:
    """Index what changed and send what a search server has not got; runs each minute."""
    done = sweep(now=now())
    if done and not SearchWord.objects.exists():
        refresh_words()
    try:
        push()
    except EngineDown:
        return done
    return done


@shared_task
def refresh_search_words() -> int:
    """Refresh the vocabulary of "did you mean"; runs each hour."""
    return refresh_words()

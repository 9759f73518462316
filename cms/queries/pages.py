"""Written pages, as composed pages need them."""

from django.utils.translation import get_language
from wagtail.models import Locale

from cms.models import HomePage, NewsPage, PolicyPage


def language() -> str:
    """Return the code of the reader's tree."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def home_words() -> HomePage | None:
    """Return the live home page of the reader's language."""
    return HomePage.objects.live().filter(locale__language_code=language()).first()


def latest_news(count: int = 4) -> list[NewsPage]:
    """Return the newest public news of the reader's language."""
    rows = NewsPage.objects.live().public().filter(locale__language_code=language())
    return list(rows.order_by("-day", "-pk")[:count])


def policy_addresses() -> dict[str, str]:
    """Return the language-neutral address of the policy page of each document (two queries)."""
    locale = Locale.objects.filter(language_code=language()).first()
    rows = PolicyPage.objects.live().public().filter(locale=locale)
    return {row.instrument: f"/policy/{row.slug}/" for row in rows}

"""Wagtail pages as a source: any page that declares searchable fields."""

from django.db.models import QuerySet
from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.search.index import SearchField

from search.models import Kind

from .sources import Face, source, text_of


def public_pages() -> QuerySet[Page]:
    """Return pages that everybody may read."""
    return (
        Page.objects.live().public().filter(depth__gt=1).prefetch_related("locale").order_by("pk").specific()
    )


@source(Kind.PAGE, public_pages, changed="last_published_at")
def page_face(page: Page) -> Face:
    """Return the face of a page; its language is that of its tree."""
    page = page.specific
    day = page.first_published_at.date() if page.first_published_at else None
    return Face(
        path=neutral_path(page),
        title=page.title,
        body=text_of(*(strip_tags(str(text)) for text in _texts(page))),
        day=day,
        language=page.locale.language_code,
    )


def neutral_path(page: Page) -> str:
    """Return the address without the language prefix: what stands after the root of the page's tree."""
    parts = page.url_path.strip("/").split("/")[1:]
    return "/" + "".join(f"{part}/" for part in parts)


def _texts(page: Page) -> list[object]:
    found: list[object] = []
    for field in page.search_fields:
        if not isinstance(field, SearchField) or field.field_name == "title":
            continue
        value = field.get_value(page)
        found += value if isinstance(value, list) else [value]
    return found

"""Index a written page as soon as it is published or taken back; the sweep finds what a hook does not tell."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from search.actions import index_objects
from search.models import Kind


def _index(request: HttpRequest, page: Page, *_more: object) -> None:
    index_objects(Kind.PAGE, [page.pk])


for _name in ("after_publish_page", "after_unpublish_page", "after_delete_page", "after_move_page"):
    hooks.register(_name, _index)

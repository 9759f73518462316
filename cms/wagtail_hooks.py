"""The editing side for officials: only what clerks need."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem

FOR_CLERKS = {"explorer", "images", "documents", "reports"}


@hooks.register("construct_main_menu")
def only_what_clerks_need(request: HttpRequest, items: list[MenuItem]) -> None:
    """Hide settings, help and the rest from people who only write and publish."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in FOR_CLERKS]


@hooks.register("insert_global_admin_css")
def colors_of_the_site() -> SafeString:
    """Dress the editors' pages in the colors of the site."""
    return format_html('<link rel="stylesheet" href="{}">', static("web/cms-admin.css"))


@hooks.register("construct_help_menu")
def no_help_from_outside(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out links that lead to other sites."""
    items[:] = [item for item in items if not str(item.url).startswith("http")]

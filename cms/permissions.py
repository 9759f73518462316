"""Who may enter the editing side."""

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import User
from organizations.queries.people import is_official


@permission("edit_pages")
def may_edit_pages(user: User) -> Verdict:
    """Let officials with a part in editing (or the administrator of the installation) enter."""
    if not user.is_authenticated:
        return denied("web.sign_in")
    if not user.is_superuser and not is_official(user):
        return denied("cms.officials_only")
    return ALLOWED if user.has_perm("wagtailadmin.access_admin") else denied("cms.no_part")


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether this person confirmed this session with a second factor."""
    return any(row.get("method") == "mfa" for row in get_authentication_records(request, request.user))

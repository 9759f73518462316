"""What the header needs to know: how many messages are unread."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Notification


def inbox(request: HttpRequest) -> dict[str, object]:
    """Return the number of unread messages; one query, and only when a page shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"unread_messages": 0}
    return {
        "unread_messages": SimpleLazyObject(
            lambda: Notification.objects.filter(recipient=user, read_at__isnull=True).count()
        )
    }

"""The inbox and what a person wants to be told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from .actions import read_notification, read_notifications, set_preferences
from .models import Notification
from .phrases import ROOMS
from .queries import inbox_of, wishes_of


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the person's messages, newest first."""
    context = {"page": inbox_of(request.user, after=request.GET.get("after", ""))}
    return render(request, "notifications/inbox.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark all messages as read."""
    read_notifications(actor=request.user, now=request.now)
    return redirect("notifications:inbox")


@require_POST
def open_message(request: HttpRequest, key: int) -> HttpResponse:
    """Mark one message as read and go where it leads."""
    row = get_object_or_404(Notification, pk=key, recipient=request.user)
    read_notification(actor=request.user, notification=row, now=request.now)
    if not row.path.startswith("/") or row.path.startswith("//"):
        return redirect("notifications:inbox")
    english = get_language() == "en" and not row.path.startswith("/en/")
    return redirect(f"/en{row.path}" if english else row.path)


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep the matrix of events and channels; what law requires stays on."""
    if request.method == "POST":
        wanted = {name for name in request.POST if request.POST[name] == "on"}
        set_preferences(actor=request.user, wanted=wanted)
        messages.success(request, _("Your wishes are kept."))
        return redirect("notifications:preferences")
    groups = [(ROOMS.get(room, room), wishes) for room, wishes in wishes_of(request.user)]
    return render(request, "notifications/preferences.html", {"groups": groups})

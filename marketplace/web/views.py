"""Health, readiness and the pages of refusal."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from marketplace.audit.registry import request_id
from marketplace.workdays.queries import clock_offset, database_now

from . import samples
from .paging import Page
from .sentences import reason_text

CLOCK_SKEW_SECONDS = 2
PLAIN_FAULT = "<!doctype html><title>500</title><p>系统出错，已记录。请稍后再试。 / Something went wrong; please try again later."


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the process lives."""
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer whether the service can do its work: database writable, clocks agree, disk not full."""
    checks = {"database": False, "clock": False, "disk": _disk_has_room()}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            checks["database"] = cursor.fetchone()[0] == "off"
        skew = abs((database_now() - timezone.now() - clock_offset()).total_seconds())
        checks["clock"] = skew < CLOCK_SKEW_SECONDS
    except DatabaseError:
        pass
    ready = all(checks.values())
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)


def _disk_has_room() -> bool:
    import shutil

    usage = shutil.disk_usage(settings.DATA_DIR)
    return usage.free / usage.total > 0.02  # noqa: PLR2004 - two parts in a hundred


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that show plain data (no page, no link) to the mark."""
    return redirect(static("web/mark.svg"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403 with the reason of the verdict."""
    code, facts = getattr(exception, "reason", ""), getattr(exception, "facts", {})
    return render(request, "403.html", {"sentence": reason_text(code, facts), "code": code}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 without saying whether the object exists."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a trace: a page of its own that asks neither database, session nor catalogue."""
    context = {
        "is_english": request.path_info.startswith("/en/"),
        "number": request_id.get() or "",
    }
    try:
        return HttpResponse(render_to_string("500.html", context), status=500)
    except Exception:  # noqa: BLE001 - whatever is broken, a person reads a sentence
        return HttpResponse(PLAIN_FAULT, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a missing or stale form token; what was typed stays recoverable by going back."""
    return render(request, "csrf.html", status=403)


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, with invented examples."""
    moment = request.now  # type: ignore[attr-defined]
    context = {
        **samples.forms_shown(),
        "stops": samples.thread(),
        "duties": samples.duties(moment),
        "timeline": samples.timeline(moment),
        "plots": samples.plots(moment),
        "facts": samples.facts(moment),
        "files": samples.files(),
        "rows": samples.rows(moment),
        "answers": samples.answers(),
        "first_page": Page([], "abc", is_first=True),
        "due": moment,
        "demo_object": {"is_demo": True},
    }
    return render(request, "styleguide/page.html", context)

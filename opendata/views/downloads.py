"""/data/: every public table as CSV, feeds of what is new, and how to use the API."""

import csv
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bidding.models import Award
from bidding.queries.questions import answered_questions
from bidding.queries.tenders import public_tenders
from bidding.states import AwardState
from marketplace.audit.log import last_checkpoint
from marketplace.web.addresses import localized
from marketplace.web.formats import full_money, moment_text
from opendata.queries.tables import TABLES, Table
from opendata.rules.cells import cell, clean
from ranking.queries.standings import latest_snapshot

NEWEST = 50
MARK = "\ufeff"


class _Echo:
    """A file that hands back what is written."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


@login_not_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Show what can be downloaded."""
    tables = [(table, table.count()) for table in TABLES.values()]
    return render(
        request,
        "opendata/data.html",
        {"tables": tables, "checkpoint": last_checkpoint(), "snapshot": latest_snapshot()},
    )


@login_not_required
@require_safe
def download(request: HttpRequest, name: str) -> StreamingHttpResponse:
    """Stream one table as CSV (UTF-8 with mark, so that spreadsheets read Chinese)."""
    if name not in TABLES:
        raise Http404
    response = StreamingHttpResponse(_lines(TABLES[name]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=60"
    return response


def _lines(table: Table) -> Iterator[str]:
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield MARK
    for row in table.lines():
        yield writer.writerow([cell(value) for value in row])


def _feed(title: str, path: str) -> Atom1Feed:
    address = f"{settings.BASE_URL}{localized('/data/')}"
    return Atom1Feed(
        title=title,
        link=address,
        description=title,
        language=get_language(),
        feed_url=f"{settings.BASE_URL}{path}",
    )


def _add(feed: Atom1Feed, *, title: str, path: str, text: str, at: datetime, key: str) -> None:
    feed.add_item(
        title=clean(title),
        link=f"{settings.BASE_URL}{localized(path)}",
        description=clean(text),
        pubdate=at,
        updateddate=at,
        unique_id=f"{settings.BASE_URL}{key}",
    )


def _answer(feed: Atom1Feed) -> HttpResponse:
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=60"
    return response


@login_not_required
@require_safe
def tender_feed(request: HttpRequest) -> HttpResponse:
    """Answer the newest tender notices as an Atom feed."""
    feed = _feed(_("New tenders"), request.path)
    for row in public_tenders().order_by("-published_at", "-pk")[:NEWEST]:
        text = _("%(buyer)s, budget %(amount)s, bids until %(deadline)s") % {
            "buyer": row.buyer.name,
            "amount": full_money(row.budget),
            "deadline": moment_text(row.bid_deadline),
        }
        _add(feed, title=row.title, path=row.path, text=text, at=row.published_at, key=row.path)
    return _answer(feed)


@login_not_required
@require_safe
def answer_feed(request: HttpRequest) -> HttpResponse:
    """Answer the newest answers to questions on tenders as an Atom feed; who asked is in no feed."""
    feed = _feed(_("New answers to questions on tenders"), request.path)
    for row in answered_questions()[:NEWEST]:
        text = f"{row.text}\n{row.answer}"
        _add(feed, title=row.tender.title, path=row.path, text=text, at=row.answered_at, key=row.path)
    return _answer(feed)


@login_not_required
@require_safe
def award_feed(request: HttpRequest) -> HttpResponse:
    """Answer the newest award notices as an Atom feed."""
    feed = _feed(_("New awards"), request.path)
    rows = Award.objects.filter(state=AwardState.CONFIRMED, notice_at__isnull=False)
    for row in rows.select_related("lot__tender", "organization").order_by("-notice_at", "-pk")[:NEWEST]:
        text = f"{row.organization.name}, {full_money(row.amount)}"
        key = f"{row.path}#{row.public_id}"
        _add(feed, title=row.lot.tender.title, path=row.path, text=text, at=row.notice_at, key=key)
    return _answer(feed)

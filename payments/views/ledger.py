"""Statements of the ledger for the money side and for organizations, on the page and as files."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.pages import page
from marketplace.web.paging import keyset_page
from marketplace.web.pdf import TABLES, can_print, pdf_of
from organizations.models import Department
from organizations.queries.people import departments_of
from payments.forms import StatementForm
from payments.gateways.sheets import Cell, csv_lines, xlsx_file
from payments.models import LedgerEntry, LedgerLine
from payments.permissions import may_see_orders, may_see_own_payments
from payments.phrases import BOOKS, ENTRIES
from payments.queries.ledger import (
    balances,
    entries_about,
    entries_of,
    entries_visible_to,
    lines_of_statement,
    since,
)

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PRINTED = 2000


@require_GET
def official_statement(request: HttpRequest) -> HttpResponse:
    """Show the ledger of the person's departments: balances of a period and its entries."""
    demand(may_see_orders(request.user))
    return _statement(request, _official_form(request), entries_visible_to(request.user), "payments:ledger")


@require_GET
def member_statement(request: HttpRequest) -> HttpResponse:
    """Show what the ledgers of all departments say about the person's organizations."""
    demand(may_see_own_payments(request.user))
    return _statement(request, _member_form(request), entries_about(request.user), "payments:statement")


@require_GET
def official_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Hand out the statement of the person's departments as CSV, XLSX or PDF."""
    demand(may_see_orders(request.user))
    return _file(request, form, _official_form(request), entries_visible_to(request.user), "payments:ledger")


@require_GET
def member_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Hand out the statement of the person's organizations as CSV, XLSX or PDF."""
    demand(may_see_own_payments(request.user))
    return _file(request, form, _member_form(request), entries_about(request.user), "payments:statement")


def _official_form(request: HttpRequest) -> StatementForm:
    return StatementForm(request.GET, departments=departments_of(request.user))


def _member_form(request: HttpRequest) -> StatementForm:
    return StatementForm(
        request.GET,
        departments=Department.objects.filter(ledger_entries__in=entries_about(request.user)).distinct(),
    )


def _chosen(form: StatementForm, entries: QuerySet[LedgerEntry]) -> tuple[QuerySet[LedgerEntry], date | None]:
    if not form.is_valid():
        return entries.none(), None
    return form.narrowed(entries), form.cleaned_data["start"]


def _statement(
    request: HttpRequest, form: StatementForm, entries: QuerySet[LedgerEntry], name: str
) -> HttpResponse:
    chosen, start = _chosen(form, entries)
    rows = keyset_page(
        since(chosen, start).select_related("department", "organization").prefetch_related("lines"),
        order=("-at", "-id"),
        cursor=request.GET.get("after", ""),
    )
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "form": form,
        "page": rows,
        "entries": [_shown(entry) for entry in rows.rows],
        "balances": [{"name": BOOKS[row.account], "row": row} for row in balances(chosen, start)],
        "start": start,
        "address": name,
        "query": query.urlencode(),
        "may_print": can_print(),
        "percent": settings.STRIPE_FEE_PERCENT,
    }
    return page(request, "payments/statement.html", context)


def _shown(entry: LedgerEntry) -> dict:
    lines = [{"name": BOOKS[line.account], "line": line} for line in entry.lines.all()]
    return {"entry": entry, "kind": ENTRIES[entry.kind], "lines": lines}


def shown_entries(reference: str) -> list[dict]:
    """Return the entries of one order or deposit with their names."""
    return [_shown(entry) for entry in entries_of(reference)]


def _header() -> list[str]:
    return [
        _("Day"),
        _("Entry"),
        pgettext("ledger", "What for"),
        _("Contract or tender"),
        _("Department"),
        _("Organization"),
        _("Purpose"),
        pgettext("ledger", "Account"),
        pgettext("ledger", "Debit"),
        pgettext("ledger", "Credit"),
    ]


def _cells(line: LedgerLine) -> list[Cell]:
    entry = line.entry
    return [
        day_of(entry.at),
        str(entry),
        str(ENTRIES[entry.kind]),
        entry.contract,
        str(entry.department),
        entry.organization.name,
        entry.memo,
        str(BOOKS[line.account]),
        line.debit or None,
        line.credit or None,
    ]


def _file(
    request: HttpRequest, kind: str, form: StatementForm, entries: QuerySet[LedgerEntry], name: str
) -> HttpResponseBase:
    chosen, start = _chosen(form, entries)
    rows = since(chosen, start)
    back = redirect(f"{redirect(name).url}?{request.GET.urlencode()}")
    if kind not in {"csv", "xlsx", "pdf"}:
        raise Http404
    if not form.is_valid():
        return back
    cells: Iterator[list[Cell]] = (_cells(line) for line in lines_of_statement(rows))
    title = f"ledger-{day_of(request.now):%Y%m%d}"
    if kind == "csv":
        answer = StreamingHttpResponse(csv_lines(_header(), cells), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{title}.csv"'
        return answer
    if kind == "xlsx":
        file = xlsx_file(_("Statement"), _header(), cells)
        return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=SHEET)
    return _printed(request, rows, title, back)


def _printed(
    request: HttpRequest, rows: QuerySet[LedgerEntry], title: str, back: HttpResponse
) -> HttpResponseBase:
    if not can_print():
        messages.warning(
            request,
            _(
                "This installation makes no PDF: Pango is missing. Take the table (XLSX) and print it from there."
            ),
        )
        return back
    if rows.count() > MOST_PRINTED:
        messages.warning(request, _("Too much for one PDF file. Choose a shorter period."))
        return back
    lines = [_cells(line) for line in lines_of_statement(rows)]
    html = render_to_string(
        "payments/statement_print.html", {"header": _header(), "lines": lines, "at": request.now}
    )
    return HttpResponse(
        pdf_of(html, title=title, style=TABLES),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{title}.pdf"'},
    )

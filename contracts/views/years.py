"""The yearly report of an organization, from the reports that were accepted: page and CSV."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contracts.queries.years import OrganizationYear, organization_year, years_of
from marketplace.core.clock import day_of, local
from marketplace.web.pages import page
from organizations.models import Organization
from organizations.queries.people import organizations_of
from payments.gateways.sheets import csv_lines


def _organization(request: HttpRequest) -> Organization:
    mine = organizations_of(request.user).order_by("pk")
    wanted = request.GET.get("organization", "").replace("\0", "")[:12]
    rows = mine.filter(public_id=wanted) if wanted else mine
    return get_object_or_404(rows[:1])


@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    """Lead to the running year."""
    _organization(request)
    return redirect("contracts:year", day_of(request.now).year)


@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Show what the organization delivered in a calendar year."""
    organization = _organization(request)
    context = {
        "whole": organization_year(organization, year, request.now),
        "years": years_of(organization, request.now),
        "organizations": list(organizations_of(request.user).order_by("pk")),
    }
    return page(request, "contracts/year.html", context)


@require_GET
def year_csv(request: HttpRequest, year: int) -> HttpResponse:
    """Hand out the same as a table."""
    whole = organization_year(_organization(request), year, request.now)
    answer = StreamingHttpResponse(
        csv_lines(_header(), _cells(whole)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="report-{year}.csv"'
    return answer


def _header() -> list[str]:
    return [
        _("Contract"), _("Title"), _("Buyer"), _("Milestone"), _("Accepted"), _("Kind"), _("Amount (yuan)"),
        _("Paid on"), _("Days late"), _("Recipients asked"), _("Of them satisfied"),
    ]  # fmt: skip


def _cells(whole: OrganizationYear) -> list[list[object]]:
    return [
        [
            line.contract.reference, line.contract.title, str(line.contract.buyer), line.milestone.title,
            f"{local(line.accepted_at):%Y-%m-%d}", _("part") if line.is_part else _("whole or rest"), line.amount,
            line.paid_on.isoformat() if line.paid_on else "", line.days_late, line.asked, line.satisfied,
        ]
        for line in whole.lines
    ]  # fmt: skip

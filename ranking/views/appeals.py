"""Appeals against evidence, and links between re-registered organizations."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contracts.queries.contracts import public_contracts
from marketplace.web.access import demand
from marketplace.web.addresses import localized
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from ranking.actions import decide_appeal, file_appeal, link_organizations
from ranking.forms import AppealForm, DecisionForm, LinkForm
from ranking.permissions import may_appeal_evidence, may_decide_appeal, may_link_organizations
from ranking.queries.appeals import appealable_milestones, appeals_visible_to
from ranking.queries.successions import successions
from ranking.states import AppealState, EvidenceKind

ITEMS = set(EvidenceKind.values) - {EvidenceKind.PRIOR}


@require_safe
def appeal_list(request: HttpRequest) -> HttpResponse:
    """List the appeals that the person works with, newest first."""
    rows = appeals_visible_to(request.user)
    table = keyset_page(rows, order=("-filed_at", "-pk"), cursor=request.GET.get("after", ""))
    return page(request, "ranking/appeals.html", {"page": table})


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: HttpRequest, contract_id: str, item: str) -> HttpResponse:
    """File an appeal against one piece of evidence of a contract."""
    contract = get_object_or_404(public_contracts(), public_id=contract_id)
    if item not in ITEMS:
        raise Http404
    demand(may_appeal_evidence(request.user, contract))
    milestones = appealable_milestones(contract) if item == EvidenceKind.MILESTONE else None
    form = AppealForm(request.POST or None, milestones=milestones)
    if request.method == "POST" and form.is_valid():
        appeal = attempt(
            form, file_appeal, actor=request.user, contract=contract, item=item,
            milestone=form.cleaned_data.get("milestone"), grounds=form.cleaned_data["grounds"],
            now=request.now,
        )  # fmt: skip
        if appeal:
            messages.success(
                request, _("Your appeal is filed: %(reference)s.") % {"reference": appeal.reference}
            )
            return redirect(localized(appeal.desk_path))
    context = {"contract": contract, "label": EvidenceKind(item).label, "form": form}
    return page(request, "ranking/appeal_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an appeal to both sides; let somebody who had no part in the evidence decide it."""
    appeal = get_object_or_404(appeals_visible_to(request.user), public_id=public_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST":
        demand(may_decide_appeal(request.user, appeal))
        if form.is_valid() and attempt(
            form, decide_appeal, actor=request.user, appeal=appeal,
            is_upheld=form.cleaned_data["outcome"] == AppealState.UPHELD,
            reason=form.cleaned_data["reason"], now=request.now,
        ):  # fmt: skip
            messages.success(request, _("The appeal is decided."))
            return redirect(localized(appeal.desk_path))
    context = {
        "appeal": appeal,
        "contract": appeal.contract,
        "form": form,
        "may_decide": may_decide_appeal(request.user, appeal),
    }
    return page(request, "ranking/appeal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """List the links between re-registered organizations and decide a new one."""
    demand(may_link_organizations(request.user))
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link = attempt(form, link_organizations, actor=request.user, now=request.now, **form.cleaned_data)
        if link:
            messages.success(request, _("The successor now holds the whole record."))
            return redirect(localized("/work/reviews/links/"))
    table = keyset_page(successions(), order=("-at", "-pk"), cursor=request.GET.get("after", ""))
    return page(request, "ranking/links.html", {"page": table, "form": form})

"""Single source: the supplier and the arguments, publicity for everybody, objections and answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions import single_source as acts
from bidding.forms import PublishForm
from bidding.forms.invitations import AnswerForm, ArgumentForm, ObjectionForm, SingleSupplierForm
from bidding.models import SingleSource, SourceObjection
from bidding.permissions.invitations import (
    may_answer_source_objection,
    may_name_single_supplier,
    may_object_to_single_source,
    may_publish_single_source,
)
from bidding.queries.invitations import (
    originals_for,
    public_sources,
    source_of,
    suppliers_to_name,
)
from bidding.states import TenderState
from marketplace.core.clock import day_of
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor

from .official import find, officials_act, posted, work_page
from .public import canonical_answer


def _found(public_id: str) -> SingleSource:
    return get_object_or_404(public_sources(), public_id=public_id)


def _runs(request: HttpRequest, source: SingleSource) -> bool:
    is_in = source.ends_on is not None and day_of(request.now) <= source.ends_on
    return is_in and source.tender.state == TenderState.DRAFT


@login_not_required
@require_safe
def single_source(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the publicity of an only supplier: why, who argued it, until when to object, objections with answers."""
    source = _found(public_id)
    runs = _runs(request, source)
    may_object = request.user.is_authenticated and bool(may_object_to_single_source(request.user, source))
    is_mine = request.user.is_authenticated and source.objections.filter(author=request.user).exists()
    context = {
        "source": source, "tender": source.tender, "notice": source.notice, "runs": runs,
        "may_object": runs and may_object and not is_mine, "objections": source.objections.all(),
    }  # fmt: skip
    return page(request, "bidding/single_source.html", context)


@login_not_required
@require_safe
def single_source_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the publicity as canonical bytes."""
    source = _found(public_id)
    return canonical_answer(source.notice, f"{source.tender.reference}-single-source.json")


@never_cache
@require_http_methods(["GET", "POST"])
def source_object(request: HttpRequest, public_id: str) -> HttpResponse:
    """Object to a single source."""
    source = _found(public_id)
    demand(may_object_to_single_source(request.user, source))
    form = ObjectionForm(posted(request))
    if form.is_bound and form.is_valid():
        done = attempt(
            form, acts.object_to_single_source, actor=request.user, source=source, now=request.now,
            text=form.cleaned_data["text"],
        )  # fmt: skip
        if done:
            messages.success(request, _("Your objection reached the buyer; the answer will stand here."))
            return redirect("bidding:single_source", public_id=source.public_id)
    return page(request, "bidding/source_object.html", source=source, tender=source.tender, form=form)


@require_http_methods(["GET", "POST"])
def single_supplier(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name the only supplier."""
    tender = find(request, public_id)
    row = source_of(tender)
    initial = {"supplier": row.supplier_id, "original": row.original_id} if row else {}
    form = SingleSupplierForm(
        posted(request), suppliers=suppliers_to_name(tender), originals=originals_for(tender), initial=initial
    )
    return officials_act(
        request, tender, may_name_single_supplier(request.user, tender), form=form,
        act=acts.name_single_supplier, done=_("The supplier is named."), tender=tender,
        take={"supplier": "supplier", "original": "original"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def source_argument(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep the argument of an expert."""
    tender = find(request, public_id)
    names = ("name", "employer", "title", "opinion")
    return officials_act(
        request, tender, may_name_single_supplier(request.user, tender), form=ArgumentForm(posted(request)),
        act=acts.keep_argument, done=_("The argument is kept."), tender=tender,
        take={name: name for name in names},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def single_source_publish(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish the only supplier."""
    tender = find(request, public_id)
    form = PublishForm(posted(request), initial={"official_address": tender.official_address})
    return officials_act(
        request, tender, may_publish_single_source(request.user, tender), form=form,
        act=acts.publish_single_source, done=_("The publicity has begun; anybody can object."), tender=tender,
        take={"official_address": "official_address"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def source_answer(request: HttpRequest, public_id: str, objection_id: int) -> HttpResponse:
    """Answer an objection."""
    tender = find(request, public_id)
    rows = SourceObjection.objects.select_related("source__tender__buyer", "author")
    objection = get_object_or_404(rows, pk=objection_id, source__tender=tender)
    demand(may_answer_source_objection(request.user, objection))
    form = AnswerForm(posted(request))
    if form.is_bound and form.is_valid():
        done = attempt(
            form, acts.answer_source_objection, actor=request.user, objection=objection, now=request.now,
            answer=form.cleaned_data["answer"],
        )  # fmt: skip
        if done:
            messages.success(request, _("The answer is public."))
            return work_page(tender)
    return page(request, "bidding/source_answer.html", tender=tender, objection=objection, form=form)

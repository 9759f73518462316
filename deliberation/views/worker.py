"""What workers, directors and the level above do with needs."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deliberation import actions
from deliberation.forms import needs as forms
from deliberation.models import Need
from deliberation.permissions import (
    may_decide_appeal,
    may_keep_rules,
    may_review_refusal,
    may_screen_need,
    may_work_here,
)
from deliberation.queries.deliberations import deliberations_worked_by
from deliberation.queries.needs import needs_worked_by, with_numbers
from deliberation.queries.rule_sets import current_rule_set, is_confirmed
from deliberation.states import NeedKind, NeedState
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.paging import keyset_page
from organizations.queries.people import communities_directed_by, communities_worked_by

from .public import describe

OPEN = (
    NeedState.SCREENING,
    NeedState.NEED_INFO,
    NeedState.SUPPORTING,
    NeedState.DIRECT_ACTION,
    NeedState.ADOPTED,
)


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """List the needs of my communities: to screen first, then by age."""
    rows = with_numbers(needs_worked_by(request.user), request.now)
    if request.GET.get("all") != "1":
        rows = rows.filter(state__in=OPEN)
    current = keyset_page(rows, order=("-raised_at", "-id"), cursor=request.GET.get("after", ""))
    for need in current.rows:
        describe(need)
    return page(
        request,
        "deliberation/work_list.html",
        list=current,
        communities=communities_worked_by(request.user) | communities_directed_by(request.user),
        rules_confirmed=is_confirmed(),
    )


def _need(request: HttpRequest, public_id: str) -> Need:
    rows = with_numbers(
        Need.objects.select_related("community__subdistrict", "rule", "author", "deliberation"), request.now
    )
    need = get_object_or_404(rows, public_id=public_id)
    if not may_screen_need(request.user, need) and not may_decide_appeal(request.user, need):
        raise Http404
    return describe(need)


def _page(request: HttpRequest, need: Need, **given: object) -> HttpResponse:
    waiting = (
        need.screenings.filter(result="refused", is_confirmed__isnull=True).select_related("rule").first()
    )
    appeal = getattr(need, "appeal", None)
    state, works = need.state_now, bool(may_screen_need(request.user, need))
    screens = state == NeedState.SCREENING and waiting is None and works
    context = {
        "need": need,
        "waiting": waiting,
        "appeal": appeal,
        "photos": list(need.photos.all()),
        "screenings": list(need.screenings.select_related("screened_by", "reviewed_by", "rule")),
        "screening_form": forms.ScreeningForm(need=need, initial=_chosen_rule(request)) if screens else None,
        "question_form": forms.ReasonForm(label=_("Question to the author")) if screens else None,
        "review_form": forms.ReviewForm()
        if waiting and state == NeedState.SCREENING and may_review_refusal(request.user, need)
        else None,
        "appeal_form": forms.ReviewForm()
        if appeal and appeal.decided_at is None and may_decide_appeal(request.user, need)
        else None,
        "open_form": forms.OpenForm(initial={"topic": need.title})
        if works and state == NeedState.SUPPORTING
        else None,
        "direct_form": forms.DirectActionForm() if works and state == NeedState.SUPPORTING else None,
        "settle_form": forms.SettleForm() if works and state == NeedState.ADOPTED else None,
        "deliver_form": forms.ReasonForm(label=_("What was done"))
        if works and state in (NeedState.DIRECT_ACTION, NeedState.COVENANT, NeedState.DEPARTMENT_TASK)
        else None,
    }
    return page(request, "deliberation/work_need.html", {**context, **given})


def _chosen_rule(request: HttpRequest) -> dict[str, object]:
    """Return the rule that was tapped on the desk, if it is one of the present rule set."""
    rule_set = current_rule_set()
    rule = rule_set and rule_set.rules.filter(code=request.GET.get("rule", "")[:10]).first()
    return {"rule": rule.pk} if rule else {}


@require_safe
def work_need(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a need to those who work on it."""
    return _page(request, _need(request, public_id))


@require_POST
def screen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Screen a need by one rule."""
    need = _need(request, public_id)
    demand(may_screen_need(request.user, need))
    form = forms.ScreeningForm(request.POST, need=need)
    if form.is_valid() and attempt(form, _screening(form), actor=request.user, need=need, now=request.now):
        messages.success(request, _("Noted. The author is told."))
        return redirect("deliberation:work_list")
    return _page(request, need, screening_form=form)


def _screening(form: forms.ScreeningForm) -> object:
    values = form.cleaned_data
    rule, reason, channel = values["rule"], values["reason"], values["channel"]

    def act(**given: object) -> object:
        if rule.kind == "discuss":
            return actions.accept_need(rule=rule, reason=reason, who_acts=values["who_acts"], **given)
        if rule.kind == "decline":
            return actions.refuse_need(rule=rule, reason=reason, channel=channel, **given)
        if rule.code == "E2":
            return actions.merge_need(target=values["target_need"], reason=reason, **given)
        return actions.redirect_need(rule=rule, reason=reason, channel=channel, **given)

    return act


@require_POST
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the author."""
    need = _need(request, public_id)
    demand(may_screen_need(request.user, need))
    form = forms.ReasonForm(request.POST, label=_("Question to the author"))
    if form.is_valid():
        question = form.cleaned_data["reason"]
        if attempt(
            form, actions.ask_author, actor=request.user, need=need, question=question, now=request.now
        ):
            messages.success(request, _("The author has seven days to answer."))
            return redirect("deliberation:work_list")
    return _page(request, need, question_form=form)


@require_POST
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Second review of a refusal."""
    need = _need(request, public_id)
    demand(may_review_refusal(request.user, need))
    form = forms.ReviewForm(request.POST)
    if form.is_valid():
        values = {
            "is_confirmed": form.cleaned_data["decision"] == "yes",
            "reason": form.cleaned_data["reason"],
        }
        if attempt(form, actions.review_refusal, actor=request.user, need=need, now=request.now, **values):
            return redirect("deliberation:work_list")
    return _page(request, need, review_form=form)


@require_POST
def appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide an appeal as the level above."""
    need = _need(request, public_id)
    demand(may_decide_appeal(request.user, need))
    form = forms.ReviewForm(request.POST)
    if form.is_valid():
        values = {"is_upheld": form.cleaned_data["decision"] == "yes", "answer": form.cleaned_data["reason"]}
        if attempt(form, actions.decide_appeal, actor=request.user, need=need, now=request.now, **values):
            return redirect("deliberation:work_need", public_id)
    return _page(request, need, appeal_form=form)


@require_POST
def open_from_need(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open a deliberation on the need; its opener becomes the convener."""
    need = _need(request, public_id)
    demand(may_work_here(request.user, need.community))
    form = forms.OpenForm(request.POST)
    if form.is_valid():
        values = {"community": need.community, "needs": [need], "is_demo": need.is_demo, **form.cleaned_data}
        row = attempt(form, actions.open_deliberation, actor=request.user, now=request.now, **values)
        if row:
            return redirect("deliberation:work_deliberation", row.public_id)
    return _page(request, need, open_form=form)


@require_POST
def direct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Solve a small matter directly."""
    need = _need(request, public_id)
    demand(may_work_here(request.user, need.community))
    form = forms.DirectActionForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        if attempt(
            form, actions.start_direct_action, actor=request.user, need=need, now=request.now, **values
        ):
            return redirect("deliberation:work_need", public_id)
    return _page(request, need, direct_form=form)


@require_POST
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Carry an adopted need on as covenant or department task."""
    need = _need(request, public_id)
    demand(may_work_here(request.user, need.community))
    form = forms.SettleForm(request.POST)
    if form.is_valid():
        values = {"to": form.cleaned_data["to"], "result": form.cleaned_data["reason"]}
        if attempt(form, actions.settle_need, actor=request.user, need=need, now=request.now, **values):
            return redirect("deliberation:work_need", public_id)
    return _page(request, need, settle_form=form)


@require_POST
def deliver(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what was done."""
    need = _need(request, public_id)
    demand(may_work_here(request.user, need.community))
    form = forms.ReasonForm(request.POST, label=_("What was done"))
    if form.is_valid():
        result = form.cleaned_data["reason"]
        if attempt(form, actions.deliver_need, actor=request.user, need=need, result=result, now=request.now):
            return redirect("deliberation:work_need", public_id)
    return _page(request, need, deliver_form=form)


@require_http_methods(["GET", "POST"])
def assisted_new(request: HttpRequest) -> HttpResponse:
    """Enter a need for a resident who came to the counter, called or wrote."""
    communities = communities_worked_by(request.user) | communities_directed_by(request.user)
    first = communities.first()
    if first is None:
        raise Http404
    form = forms.AssistedNeedForm(
        request.POST or None, request.FILES or None, initial={"community": first.pk}
    )
    form.fields["community"].queryset = communities.distinct()
    if request.method == "POST" and form.is_valid():
        demand(may_work_here(request.user, form.cleaned_data["community"]))
        need = attempt(form, actions.raise_need, actor=request.user, now=request.now, **form.cleaned_data)
        if need:
            messages.success(request, _("Received under the number %(number)s.") % {"number": need.reference})
            return redirect("deliberation:work_need", need.public_id)
    return page(request, "deliberation/assisted_new.html", form=form)


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Confirm the screening rules as the bureau, or publish an own version; past codes keep their text."""
    demand(may_keep_rules(request.user))
    rule_set = current_rule_set()
    posted = request.POST if request.method == "POST" and "confirm" not in request.POST else None
    rows = [
        (
            rule,
            forms.RuleForm(
                posted, prefix=rule.code, initial={n: getattr(rule, n) for n in forms.RuleForm.base_fields}
            ),
        )
        for rule in rule_set.rules.all()
    ]
    if "confirm" in request.POST:
        actions.confirm_rule_set(actor=request.user, rule_set=rule_set, now=request.now)
        messages.success(request, _("The rules are confirmed."))
        return redirect("deliberation:rules")
    if posted is not None and all([form.is_valid() for _rule, form in rows]):  # noqa: C419 - show every error
        changes = [{"code": rule.code, **form.cleaned_data} for rule, form in rows]
        basis = type(rule_set).objects.filter(version=_version(request)).first() or rule_set
        made = attempt(
            rows[0][1],
            actions.replace_rule_set,
            actor=request.user,
            basis=basis,
            changes=changes,
            now=request.now,
        )
        if made:
            messages.success(request, _("Version %(version)s is in force.") % {"version": made.version})
            return redirect("deliberation:rules")
    form = next((form for _rule, form in rows if form.is_bound and form.errors), rows[0][1])
    return page(request, "deliberation/rules.html", rule_set=rule_set, rows=rows, form=form)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004 - no such version


@require_safe
def work_deliberations(request: HttpRequest) -> HttpResponse:
    """List the deliberations of my communities."""
    rows = deliberations_worked_by(request.user)
    current = keyset_page(rows, order=("-opened_at", "-id"), cursor=request.GET.get("after", ""))
    return page(request, "deliberation/work_deliberations.html", list=current, kinds=NeedKind.choices)

"""Talks up to the final quotes: pages of the committee, the buyer, the suppliers and the opening officers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from bidding.actions import negotiations as acts
from bidding.actions.quotes import hand_in_quote, open_final_quotes
from bidding.forms import ConfirmForm, PassphraseForm, ReasonForm
from bidding.forms.negotiations import NeedChangeForm, QuoteForm, QuoteRequestForm, TalkForm
from bidding.models import Bid, NeedChange, Negotiation, Seat
from bidding.permissions import may_score_tender
from bidding.permissions.negotiations import (
    may_confirm_need_change,
    may_go_on_with_two,
    may_hand_in_quote,
    may_lead_talks,
    may_leave_negotiation,
    may_open_final_quotes,
)
from bidding.queries.bids import qualified_bids
from bidding.queries.evaluation import seats_of
from bidding.queries.negotiations import (
    heard_bids,
    least_of,
    negotiation_of,
    own_negotiation_bids,
    quotes_of,
    sent_changes,
)
from bidding.queries.officers import roster_of
from bidding.queries.tenders import lot_of, public_tenders
from bidding.states import NegotiationState, TenderState
from marketplace.core.clock import is_late
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from organizations.permissions import require_fresh_second_factor

from .official import find, officials_act, posted

WORDS = {
    "change": (gettext_lazy("Propose a change of the need"), gettext_lazy("The buyer's representative confirms it; then every remaining supplier gets it at the same time.")),
    "ask": (gettext_lazy("Ask for final quotes"), gettext_lazy("The talks end. Every remaining supplier quotes once, until the same moment; nobody can read a quote before two opening officers open all of them.")),
    "renew": (gettext_lazy("Begin the final quotes anew"), gettext_lazy("Only if the quotes that were handed in cannot be opened any more. Nobody has read them; they are destroyed, and all are asked again.")),
    "confirm": (gettext_lazy("Confirm the change for the buyer"), gettext_lazy("With your confirmation every remaining supplier gets this text.")),
    "drop": (gettext_lazy("Do not confirm the change"), gettext_lazy("The committee reads the reason; the suppliers hear nothing of it.")),
    "leave": (gettext_lazy("Leave the talks"), gettext_lazy("Possible until the final quote is handed in. A deposit goes back within five working days. It cannot be undone.")),
    "quote": (gettext_lazy("Hand in the final quote"), gettext_lazy("It is sealed to the opening officers at once. Nobody, not even the committee, reads it before the time of all is over.")),
}  # fmt: skip


def _committee(request: HttpRequest, seat_id: int) -> tuple[Seat, Negotiation]:
    own = get_object_or_404(seats_of(request.user), pk=seat_id)
    demand(may_score_tender(request.user, own))
    found = negotiation_of(own.lot)
    if found is None:
        raise Http404
    return own, found


def phase(negotiation: Negotiation, request: HttpRequest) -> Negotiation:
    """Add whether the time for quotes is over, as the moment of the request says."""
    is_asked = negotiation.state == NegotiationState.QUOTING and negotiation.quote_by is not None
    negotiation.is_over = is_asked and is_late(request.now, negotiation.quote_by)
    return negotiation


@never_cache
@require_safe
def negotiation(request: HttpRequest, seat_id: int) -> HttpResponse:
    """Show the committee the talks: who was heard, what changed, when final quotes end; opened quotes after that."""
    own, found = _committee(request, seat_id)
    changes = list(found.changes.select_related("negotiation__lot__tender__buyer"))
    for change in changes:
        change.may_decide = may_confirm_need_change(request.user, change)
    is_open = found.state == NegotiationState.QUOTED
    context = {
        "seat": own, "tender": own.lot.tender, "negotiation": phase(found, request), "changes": changes,
        "bids": heard_bids(own.lot), "least": least_of(own.lot), "may_lead": may_lead_talks(request.user, own),
        "quotes": quotes_of(own.lot).select_related("bid__opened") if is_open else [],
    }  # fmt: skip
    return page(request, "bidding/negotiation.html", context)


def _act(  # noqa: PLR0917 - one act in one line of reading
    request: HttpRequest, name: str, form: Any, act: Any, done: str, back: HttpResponse, **given: object
) -> HttpResponse:
    """Ask, act, go back to the talks: the same for every act."""
    if form.is_bound and form.is_valid():
        given |= form.cleaned_data
        if attempt(form, act, actor=request.user, now=request.now, **given) is not None:
            messages.success(request, done)
            return back
    title, lead = WORDS[name]
    change = given.get("change")
    return page(
        request,
        "bidding/negotiation_act.html",
        form=form,
        title=title,
        lead=lead,
        back=back.url,
        change=change,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def talk_new(request: HttpRequest, seat_id: int, bid_id: str) -> HttpResponse:
    """Keep the record of a talk with one supplier."""
    own, _found = _committee(request, seat_id)
    demand(may_lead_talks(request.user, own))
    bid = get_object_or_404(qualified_bids(own.lot), public_id=bid_id)
    form = TalkForm(posted(request))
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, acts.keep_talk, actor=request.user, bid=bid, text=text, now=request.now):
            messages.success(request, _("The record is kept; the supplier reads it."))
            return redirect("bidding:negotiation", seat_id=own.pk)
    return page(request, "bidding/talk.html", seat=own, tender=own.lot.tender, bid=bid, form=form)


@never_cache
@require_http_methods(["GET", "POST"])
def negotiation_act(request: HttpRequest, seat_id: int, name: str) -> HttpResponse:
    """Propose a change, ask for final quotes, or begin them anew: one form each, by the chair."""
    own, _found = _committee(request, seat_id)
    demand(may_lead_talks(request.user, own))
    back = redirect("bidding:negotiation", seat_id=own.pk)
    if name == "change":
        return _act(
            request, name, NeedChangeForm(posted(request)), acts.propose_need_change,
            _("Proposed. The buyer's representative confirms it."), back, lot=own.lot,
        )  # fmt: skip
    if name == "ask":
        form = QuoteRequestForm(posted(request), initial={"request": own.lot.tender.need})
        return _act(
            request, name, form, acts.ask_final_quotes,
            _("Every remaining supplier was asked for its final quote."), back, seat=own,
        )  # fmt: skip
    if name != "renew":
        raise Http404
    return _act(
        request, name, ReasonForm(posted(request)), acts.renew_final_quotes,
        _("The talks are open again; ask for final quotes once more."), back, lot=own.lot,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
def need_change(request: HttpRequest, public_id: str, number: int, name: str) -> HttpResponse:
    """Confirm or refuse a change for the buyer."""
    tender = get_object_or_404(public_tenders(), public_id=public_id)
    rows = NeedChange.objects.select_related("negotiation__lot__tender__buyer")
    change = get_object_or_404(rows, negotiation__lot__tender=tender, number=number)
    demand(may_confirm_need_change(request.user, change))
    own = seats_of(request.user).filter(lot=change.negotiation.lot).first()
    back = (
        redirect("bidding:negotiation", seat_id=own.pk)
        if own
        else redirect("bidding:tender_work", public_id=tender.public_id)
    )
    if name == "confirm":
        done = _("Confirmed. Every remaining supplier has the change now.")
        form: Any = ConfirmForm(posted(request))
        return _act(request, name, form, acts.confirm_need_change, done, back, change=change)
    if name != "drop":
        raise Http404
    done = _("Not confirmed. The committee reads your reason.")
    return _act(request, name, ReasonForm(posted(request)), acts.drop_need_change, done, back, change=change)


@require_http_methods(["GET", "POST"])
def go_on_with_two(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose for the buyer that the talks go on with two suppliers."""
    tender = find(request, public_id)
    return officials_act(
        request, tender, may_go_on_with_two(request.user, tender), form=ReasonForm(posted(request)),
        act=acts.go_on_with_two, done=_("Kept. The talks may go on with two suppliers."), lot=lot_of(tender),
        take={"reason": "reason"},
    )  # fmt: skip


def _own(request: HttpRequest, public_id: str) -> Bid:
    tender = get_object_or_404(public_tenders(), public_id=public_id)
    found = own_negotiation_bids(request.user, tender).first()
    if found is None:
        raise Http404
    phase(found.lot.negotiation, request)
    return found


@never_cache
@require_safe
def own_negotiation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a supplier its own talks, every change that was sent, and what is asked of it."""
    bid = _own(request, public_id)
    found = bid.lot.negotiation
    is_over = found.is_over or found.state == NegotiationState.QUOTED
    is_running = bid.lot.tender.state == TenderState.EVALUATING
    context = {
        "bid": bid, "tender": bid.lot.tender, "negotiation": found, "changes": sent_changes(found),
        "may_quote": is_running and found.state == NegotiationState.QUOTING and not is_over
        and not hasattr(bid, "final_quote") and may_hand_in_quote(request.user, bid),
        "may_leave": is_running and not is_over and may_leave_negotiation(request.user, bid),
    }  # fmt: skip
    return page(request, "bidding/own_negotiation.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def quote_new(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand in the final quote."""
    bid = _own(request, public_id)
    demand(may_hand_in_quote(request.user, bid))
    form, back = QuoteForm(posted(request)), redirect("bidding:own_negotiation", public_id=public_id)
    if form.is_bound and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("price", "response")}
        if attempt(form, hand_in_quote, actor=request.user, bid=bid, now=request.now, **given):
            messages.success(request, _("Your final quote is sealed."))
            return back
    title, lead = WORDS["quote"]
    context = {"bid": bid, "tender": bid.lot.tender, "form": form, "title": title, "lead": lead}
    return page(request, "bidding/negotiation_act.html", context, back=back.url)


@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def negotiation_leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave the talks before the final quote."""
    bid = _own(request, public_id)
    demand(may_leave_negotiation(request.user, bid))
    back = redirect("bidding:own_negotiation", public_id=public_id)
    done = _("Your organization has left the talks.")
    return _act(request, "leave", ReasonForm(posted(request)), acts.leave_negotiation, done, back, bid=bid)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@require_fresh_second_factor
def quotes_open(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand in the own key for the final quotes; the second officer's key opens all of them."""
    tender = get_object_or_404(public_tenders(), public_id=public_id)
    demand(may_open_final_quotes(request.user, tender))
    lot = lot_of(tender)
    lot.tender = tender
    found = negotiation_of(lot)
    if found is None:
        raise Http404
    form = PassphraseForm(posted(request))
    if form.is_bound and form.is_valid():
        done = attempt(
            form, open_final_quotes, actor=request.user, lot=lot, now=request.now,
            passphrase=form.cleaned_data["passphrase"],
        )  # fmt: skip
        if done is not None:
            return _after(request, done)
    waits = phase(found, request).is_over and tender.state == TenderState.EVALUATING
    context = {"tender": tender, "negotiation": found, "form": form, "waits": waits}
    context["quotes"] = quotes_of(lot) if waits else []
    return page(request, "bidding/quotes_open.html", context, roster=roster_of(tender))


def _after(request: HttpRequest, done: Negotiation) -> HttpResponse:
    tender = done.lot.tender
    if tender.state == TenderState.FAILED:
        messages.warning(request, _("There were fewer final quotes than law demands. Nothing was opened."))
        return redirect("bidding:tender_detail", public_id=tender.public_id)
    if done.state == NegotiationState.QUOTED:
        messages.success(request, _("The final quotes are open. The committee reads them now."))
    else:
        messages.success(request, _("Your key is handed in. A second officer must hand in theirs."))
    return redirect("bidding:quotes_open", public_id=tender.public_id)

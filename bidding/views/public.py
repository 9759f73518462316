"""What everybody may read: tenders, documents, opening records, results, how sealing works."""

import json

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import CharFilter, ChoiceFilter, FilterSet

from bidding.forms import ReceiptForm
from bidding.models import Opening, Tender
from bidding.permissions import eligibility, may_read_tender_file, may_submit_bid
from bidding.permissions.remarks import may_raise_remark
from bidding.queries.bids import bidding_organizations, current_bid, opened_bids
from bidding.queries.challenges import public_objections
from bidding.queries.divisions import lots_of, public_lots_of
from bidding.queries.negotiations import is_confidential, own_negotiation_bids
from bidding.queries.questions import question_counts
from bidding.queries.tenders import award_of, lot_of, public_tenders
from bidding.sealing.keys import is_signed, public_key
from bidding.sealing.script import script_hash
from bidding.states import CriterionKind, Procedure, TenderState, Track
from marketplace.core.canonical import canonical, digest
from marketplace.web.models import Stop
from marketplace.web.pages import page
from marketplace.web.paging import keyset_page
from marketplace.workdays.queries import now as present
from payments.queries.deposits import last_deposit
from payments.states import DepositKind

TONES = {
    TenderState.PUBLISHED: "good", TenderState.CLOSED: "info", TenderState.OPENED: "info",
    TenderState.EVALUATING: "info", TenderState.EVALUATED: "info", TenderState.AWARDED: "good",
    TenderState.FAILED: "warn", TenderState.CANCELLED: "neutral",
}  # fmt: skip


class TenderFilter(FilterSet):
    """Words, state, procedure, track."""

    q = CharFilter(label=_("Words"), field_name="title", lookup_expr="icontains")
    phase = ChoiceFilter(
        label=_("State"),
        method="by_phase",
        choices=[("open", _("Open for bids")), ("judging", _("Being judged")), ("ended", _("Ended"))],
    )
    procedure = ChoiceFilter(label=_("Procedure"), choices=Procedure.choices)
    track = ChoiceFilter(label=_("Track"), choices=Track.choices)

    class Meta:
        model = Tender
        fields: tuple[str, ...] = ()

    def by_phase(self, rows: QuerySet[Tender], name: str, value: str) -> QuerySet[Tender]:
        """Filter by what the clock says, not by the stored state alone."""
        moment = present()
        if value == "open":
            return rows.filter(state=TenderState.PUBLISHED, bid_deadline__gt=moment)
        ended = [TenderState.AWARDED, TenderState.FAILED, TenderState.CANCELLED]
        if value == "ended":
            return rows.filter(state__in=ended)
        return rows.exclude(state__in=ended).exclude(state=TenderState.PUBLISHED, bid_deadline__gt=moment)


@login_not_required
@require_safe
def tender_list(request: HttpRequest) -> HttpResponse:
    """List the published tenders."""
    chosen = TenderFilter(request.GET, queryset=public_tenders())
    found = keyset_page(chosen.qs, order=("-published_at", "-id"), cursor=request.GET.get("after", ""))
    rows = [with_phase(tender, request) for tender in found.rows]
    return page(request, "bidding/tender_list.html", filter=chosen, page=found, rows=rows)


def with_phase(tender: Tender, request: HttpRequest) -> Tender:
    """Add the phase, its word and tone as the moment of the request gives them."""
    phase = tender.phase(request.now)
    tender.shown_phase, tender.phase_label = phase, TenderState(phase).label
    tender.phase_tone = TONES.get(phase, "neutral")
    return tender


def find(public_id: str, request: HttpRequest) -> Tender:
    """Return a published tender, or 404."""
    return with_phase(get_object_or_404(public_tenders(), public_id=public_id), request)


@login_not_required
@require_safe
def tender_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a tender: what, where, money, who may bid, how scored, every date with its rule."""
    tender = find(public_id, request)
    lot = lot_of(tender)
    context = {
        "tender": tender,
        "notice": tender.notice,
        "stop": Stop.TENDER,
        "has_standing": lot.criteria.filter(kind=CriterionKind.STANDING).exists(),
        "has_opening": hasattr(tender, "opening")
        and tender.opening.completed_at is not None
        and not is_confidential(tender),
        "is_confidential": is_confidential(tender),
        "may_work": request.user.is_authenticated and bool(may_read_tender_file(request.user, tender)),
        "own": _own(request, tender, lot),
        **question_counts(tender),
        "objections": public_objections(tender),
        "lots": lots_beside(tender, request),
    }
    return page(request, "bidding/tender_detail.html", context)


def lots_beside(tender: Tender, request: HttpRequest, *, is_public: bool = True) -> list[Tender]:
    """Return the lots of the purchase (drafts only to officials), each with the word of its phase; else nothing."""
    rows = public_lots_of(tender) if is_public else lots_of(tender)
    return [with_phase(row, request) for row in rows]


def _own(request: HttpRequest, tender: Tender, lot: object) -> list[dict[str, object]]:
    """Return, for each organization of the reader, whether it may bid, why not, and its own bid."""
    if not request.user.is_authenticated:
        return []
    lot.tender = tender
    talks = set()
    if tender.has_final_quotes:
        talks = set(own_negotiation_bids(request.user, tender).values_list("organization_id", flat=True))
    return [
        {
            "organization": organization,
            "has_talks": organization.pk in talks,
            "verdict": may_submit_bid(request.user, lot, organization, request.now),
            "findings": eligibility(organization, tender, request.now),
            "bid": current_bid(lot, organization),
            "deposit": last_deposit(DepositKind.BID, tender.reference, organization)
            if tender.deposit
            else None,
        }
        for organization in bidding_organizations(request.user)
    ]


@login_not_required
@require_safe
def tender_document(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the frozen document as the canonical bytes that its digest is made of."""
    tender = find(public_id, request)
    return canonical_answer(tender.notice, f"{tender.reference}.json")


def canonical_answer(record: object, name: str) -> HttpResponse:
    """Answer with the canonical bytes of a frozen record and their digest, or 404 for none."""
    if record is None:
        raise Http404
    response = HttpResponse(canonical(record), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-SHA256"] = digest(record)
    return response


def finished_opening(tender: Tender, request: HttpRequest) -> Opening:
    """Return the opening whose record is public, or 404."""
    opening = getattr(tender, "opening", None)
    if opening is None or opening.completed_at is None or tender.phase(request.now) == TenderState.PUBLISHED:
        raise Http404
    if is_confidential(tender):
        raise Http404
    return opening


@login_not_required
@require_safe
def opening_record(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the public opening record; there is none before the opening, for anybody."""
    tender = find(public_id, request)
    opening = finished_opening(tender, request)
    may_speak = request.user.is_authenticated and bool(may_raise_remark(request.user, tender))
    return page(request, "bidding/opening_record.html", tender=tender, opening=opening, may_speak=may_speak)


@login_not_required
@require_safe
def opening_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand out the opening record as canonical bytes."""
    tender = find(public_id, request)
    return canonical_answer(finished_opening(tender, request).record, f"{tender.reference}-opening.json")


@login_not_required
@require_safe
def tender_result(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who won and why, with every date; a bidder also sees its own score and place."""
    tender = find(public_id, request)
    if tender.state not in {TenderState.AWARDED, TenderState.FAILED}:
        raise Http404
    lot = lot_of(tender)
    award = award_of(lot) if tender.state == TenderState.AWARDED else None
    context = {
        "tender": tender,
        "award": award,
        "document": award.document if award else None,
        "stop": Stop.TENDER,
        "own": _own_results(request, lot) if award else [],
        "objections": public_objections(tender),
        "lots": lots_beside(tender, request),
    }
    return page(request, "bidding/tender_result.html", context)


def _own_results(request: HttpRequest, lot: object) -> list[dict[str, object]]:
    """Return own score and place only (AWD-05)."""
    if not request.user.is_authenticated:
        return []
    mine = bidding_organizations(request.user)
    rows = {row["bidder"]: row for row in lot.evaluation.result["bids"]}
    return [
        {
            "bid": bid,
            "row": rows.get(bid.receipt_number),
            "check": getattr(bid, "invalidity", None) or getattr(bid, "qualification", None),
        }
        for bid in opened_bids(lot).filter(organization__in=mine)
    ]


@login_not_required
@require_safe
def sealing(request: HttpRequest) -> HttpResponse:
    """Say how sealing works here and what it cannot protect against."""
    return page(request, "bidding/sealing.html", key=public_key(), bundle=script_hash())


@login_not_required
@require_http_methods(["GET", "POST"])
def receipt_verify(request: HttpRequest) -> HttpResponse:
    """Check the signature of a receipt; nothing is looked up, so nothing is revealed."""
    form = ReceiptForm(request.POST or None)
    verdict = None
    if form.is_valid():
        verdict = verified(form.cleaned_data["receipt"])
    return page(request, "bidding/receipt_verify.html", form=form, verdict=verdict, key=public_key())


def verified(text: str) -> bool:
    """Say whether a receipt file carries our signature over its content."""
    try:
        given = json.loads(text)
        return is_signed(given["receipt"], given["signature"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


@login_not_required
@require_safe
def sealing_key(request: HttpRequest) -> JsonResponse:
    """Hand out the public key of receipts."""
    return JsonResponse({"algorithm": "Ed25519", "public_key": public_key()})

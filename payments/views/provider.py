"""Money through the payment provider: its notices, paying a deposit, paying out, the account of an organization."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.core.refusals import Refused
from marketplace.web.access import demand
from marketplace.web.pages import attempt, page
from marketplace.web.sentences import refusal_text
from organizations.permissions import require_fresh_second_factor
from organizations.queries.people import organizations_of
from payments.actions import provider
from payments.actions.notices import keep_notice
from payments.forms import AccountForm, ConfirmForm
from payments.gateways.stripe import LIMIT, is_configured, read_notice
from payments.models import ProviderAccount
from payments.permissions import may_see_orders, may_see_own_payments, may_send_payments
from payments.queries.deposits import deposits_given_by, deposits_visible_to
from payments.queries.orders import PAYEE_ROLES, orders_visible_to


@csrf_exempt
@login_not_required
@require_POST
def notice(request: HttpRequest) -> HttpResponse:
    """Keep a notice of the provider when it is signed and recent: 200 once or many times, 400, 413, 503 without keys."""
    try:
        receive_notice(request)
    except Refused as refused:
        return JsonResponse({"error": refused.code}, status=refused.status)
    return JsonResponse({"received": True})


def receive_notice(request: HttpRequest) -> None:
    """Keep the notice of a request. Raises Refused 503 without keys, 413, 400 for signature, time or shape."""
    if not is_configured():
        raise Refused("payments.provider_off", status=503)
    if int(request.headers.get("Content-Length") or 0) > LIMIT:
        raise Refused("payments.notice_large", status=413)
    try:
        body = request.body
    except (RawPostDataException, UnreadablePostError) as error:
        raise Refused("payments.notice", status=400) from error
    found = read_notice(body, request.headers.get("Stripe-Signature", ""))
    keep_notice(
        number=found["id"][:100],
        kind=str(found.get("type", "")),
        subject=str(found["data"]["object"].get("id", "")),
        body=body.decode(errors="replace").replace("\0", ""),
        now=request.now,
    )


@require_POST
def pay_deposit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to the provider's page on which the deposit is paid."""
    deposit = get_object_or_404(deposits_given_by(request.user), public_id=public_id)
    back = f"{settings.BASE_URL}{deposit.member_path}"
    try:
        address = provider.start_checkout(actor=request.user, deposit=deposit, back=back, now=request.now)
    except Refused as refused:
        messages.error(request, refusal_text(refused))
        return redirect("payments:my_deposit", public_id)
    return redirect(address)


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def pay_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show payee and sum once more; transfer a released order to the payee's account at the provider."""
    demand(may_see_orders(request.user))
    order = get_object_or_404(orders_visible_to(request.user), public_id=public_id)
    demand(may_send_payments(request.user, order.payer))
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, provider.pay_out, actor=request.user, order=order, now=request.now):
        messages.success(request, _("Asked for; the page shows what the provider has confirmed."))
        return redirect("payments:order", public_id)
    account = ProviderAccount.objects.filter(organization=order.payee_id).first()
    fee = provider.fee_on(order)
    context = {"form": form, "order": order, "account": account, "is_on": is_configured()}
    context |= {"fee": fee, "net": order.amount - fee, "percent": settings.STRIPE_FEE_PERCENT}
    return page(request, "payments/pay_out.html", context)


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a deposit paid through the provider back, as another person prepared."""
    demand(may_see_orders(request.user))
    deposit = get_object_or_404(deposits_visible_to(request.user), public_id=public_id)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, provider.refund_deposit, actor=request.user, deposit=deposit, now=request.now):
        messages.success(request, _("Asked for; the page shows what the provider has confirmed."))
        return redirect("payments:deposit", public_id)
    return page(request, "payments/refund.html", form=form, deposit=deposit, is_on=is_configured())


@require_fresh_second_factor
@require_http_methods(["GET", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Show and set the account of the organization at the provider, or say that none is configured."""
    demand(may_see_own_payments(request.user))
    mine = organizations_of(request.user, *PAYEE_ROLES)
    form = AccountForm(request.POST if request.method == "POST" else None, organizations=mine)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(
        form, provider.keep_account, actor=request.user, now=request.now, **form.cleaned_data
    ):
        messages.success(request, _("The provider confirmed the account."))
        return redirect("payments:my_account")
    accounts = ProviderAccount.objects.filter(organization__in=mine).select_related("organization")
    context = {"form": form, "accounts": accounts, "is_on": is_configured()}
    return page(request, "payments/my_account.html", context | {"percent": settings.STRIPE_FEE_PERCENT})

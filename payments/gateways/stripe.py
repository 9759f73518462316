"""Stripe behind our own small interface: what we ask for, what it says, and whether a notice comes from it.

Every write carries an idempotency key of ours. A notice only tells which object to read again: nothing in it is
believed. Keys come from the environment; a live key is refused outside production.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import stripe
from django.conf import settings

from marketplace.core.refusals import Refused
from payments.rules.currencies import minor_units

from . import GatewayStatus

TOLERANCE = 300
TIMEOUT = 20
LIMIT = 1024 * 1024
SCHEME = "v1"


@dataclass(frozen=True)
class Told:
    """What the provider says about an object of its own: status, number, sum in minor units, currency."""

    status: GatewayStatus
    number: str
    amount: int
    currency: str
    redirect: str = ""
    intent: str = ""
    is_disputed: bool = False


class Unreachable(Exception):  # noqa: N818 - a fact about the line, named so
    """Nobody knows whether the request was carried out: ask again with the same key."""


class Declined(Exception):  # noqa: N818 - an answer
    """The provider refused for good; the text is its reason."""


def http_client() -> stripe.HTTPClient | None:
    """Return the client that carries requests; the tests put their own here."""
    return stripe.RequestsClient(timeout=TIMEOUT)


def is_configured() -> bool:
    """Say whether keys are set."""
    return bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET)


def check_key(key: str, *, may_be_live: bool) -> None:
    """Raise ValueError for a live key where no real money may move."""
    if "_live_" in key and not may_be_live:
        raise ValueError("a live key is refused outside PROFILE=production")


class Stripe:
    """The provider: checkout for deposits, transfers to connected accounts, refunds."""

    code = "stripe"

    def __init__(self) -> None:
        check_key(settings.STRIPE_SECRET_KEY, may_be_live=settings.IS_PRODUCTION)
        bases = {"api": settings.STRIPE_API} if settings.STRIPE_API else {}
        self.currency: str = settings.STRIPE_CURRENCY
        self.client = stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            http_client=http_client(),
            max_network_retries=0,
            base_addresses=bases,  # type: ignore[arg-type]
        )

    def collect(self, *, amount: Decimal, purpose: str, reference: str, key: str, back: str) -> Told:
        """Open a checkout page for one sum, paid at once; the same key opens the same page."""
        price = {
            "currency": self.currency,
            "unit_amount": minor_units(amount, self.currency),
            "product_data": {"name": purpose[:200]},
        }
        params = {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            "client_reference_id": reference,
            "metadata": {"movement": key},
            "payment_intent_data": {"metadata": {"movement": key}, "description": reference},
            "success_url": back,
            "cancel_url": back,
        }
        return self._session(
            self._ask(self.client.v1.checkout.sessions.create, params, {"idempotency_key": key})
        )

    def refund(self, *, intent: str, amount: Decimal, key: str) -> Told:
        """Give a collected sum back."""
        params = {
            "payment_intent": intent,
            "amount": minor_units(amount, self.currency),
            "metadata": {"movement": key},
        }
        return self._refund(self._ask(self.client.v1.refunds.create, params, {"idempotency_key": key}))

    def disburse(self, *, account: str, amount: Decimal, reference: str, group: str, key: str) -> Told:
        """Transfer a sum to the connected account of an organization."""
        params = {
            "amount": minor_units(amount, self.currency),
            "currency": self.currency,
            "destination": account,
            "transfer_group": group,
            "description": reference,
            "metadata": {"movement": key},
        }
        return self._transfer(self._ask(self.client.v1.transfers.create, params, {"idempotency_key": key}))

    def fetch(self, kind: str, number: str) -> Told:
        """Ask where a movement stands: `collect`, `payout` or `refund`."""
        if kind == "collect":
            return self._session(self._ask(self.client.v1.checkout.sessions.retrieve, number))
        if kind == "payout":
            return self._transfer(self._ask(self.client.v1.transfers.retrieve, number))
        return self._refund(self._ask(self.client.v1.refunds.retrieve, number))

    def disputed_intent(self, number: str) -> str:
        """Return the payment that a dispute is about, as the provider says it."""
        dispute = self._ask(self.client.v1.disputes.retrieve, number)
        return str(dispute.get("payment_intent") or "")

    def can_be_paid(self, account: str) -> bool:
        """Say whether a connected account exists and may receive payouts."""
        found = self._ask(self.client.v1.accounts.retrieve, account)
        return bool(found.get("payouts_enabled"))

    def _ask(self, call: object, *arguments: object) -> Mapping[str, object]:
        try:
            answer = call(*arguments)  # type: ignore[operator]
        except (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError) as error:
            raise Unreachable(str(error)) from error
        except stripe.StripeError as error:
            raise Declined(error.user_message or str(error)) from error
        found: dict[str, object] = answer.to_dict()
        return found

    def _session(self, found: Mapping[str, object]) -> Told:
        status = {"paid": GatewayStatus.SUCCEEDED}.get(str(found["payment_status"]))
        ended = GatewayStatus.CANCELLED if found["status"] == "expired" else GatewayStatus.REQUIRES_ACTION
        return Told(
            status=status or ended,
            number=str(found["id"]),
            amount=int(str(found["amount_total"] or 0)),
            currency=str(found["currency"] or ""),
            redirect=str(found.get("url") or ""),
            intent=str(found.get("payment_intent") or ""),
        )

    def _transfer(self, found: Mapping[str, object]) -> Told:
        return Told(
            status=GatewayStatus.SUCCEEDED,
            number=str(found["id"]),
            amount=int(str(found["amount"])),
            currency=str(found["currency"]),
            is_disputed=bool(found.get("reversed") or found.get("amount_reversed")),
        )

    def _refund(self, found: Mapping[str, object]) -> Told:
        known = {
            "succeeded": GatewayStatus.SUCCEEDED,
            "failed": GatewayStatus.FAILED,
            "canceled": GatewayStatus.CANCELLED,
        }
        return Told(
            status=known.get(str(found["status"]), GatewayStatus.PENDING),
            number=str(found["id"]),
            amount=int(str(found["amount"])),
            currency=str(found["currency"]),
        )


def read_notice(body: bytes, header: str) -> dict:
    """Return a notice whose signature and time are right; both older and newer than five minutes are refused (400).

    Raises Refused `payments.notice` (400) and (413) above a megabyte.
    """
    if len(body) > LIMIT:
        raise Refused("payments.notice_large", status=413)
    moment, signatures = _parts(header)
    signed = str(moment).encode() + b"." + body
    right = hmac.new(settings.STRIPE_WEBHOOK_SECRET.encode(), signed, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(right, one) for one in signatures):
        raise Refused("payments.notice", status=400)
    if abs(time.time() - moment) > TOLERANCE:
        raise Refused("payments.notice", status=400)
    try:
        notice = json.loads(body)
    except ValueError:
        raise Refused("payments.notice", status=400) from None
    if not isinstance(notice, dict) or not isinstance(notice.get("id"), str) or not _object_of(notice):
        raise Refused("payments.notice", status=400)
    return notice


def _object_of(notice: dict) -> dict | None:
    data = notice.get("data")
    found = data.get("object") if isinstance(data, dict) else None
    return found if isinstance(found, dict) else None


def _parts(header: str) -> tuple[int, list[str]]:
    pairs = [part.partition("=") for part in header.split(",")]
    moments = [
        value for name, _sign, value in pairs if name.strip() == "t" and value.isascii() and value.isdigit()
    ]
    signatures = [value for name, _sign, value in pairs if name.strip() == SCHEME and value.isascii()]
    if len(moments) != 1 or not signatures or len(moments[0]) > 12:  # noqa: PLR2004 - seconds until the year 33658
        raise Refused("payments.notice", status=400)
    return int(moments[0]), signatures

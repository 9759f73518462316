"""A provider in memory: keeps state, honors idempotency keys, knows the SDK's parameters, signs its notices."""

import hashlib
import hmac
import json
import re
import time
from itertools import count
from urllib.parse import parse_qsl, urlsplit

import stripe
from stripe.params import RefundCreateParams, TransferCreateParams
from stripe.params.checkout import SessionCreateParams

SECRET = "whsec_test"
CREATED = {
    "/v1/checkout/sessions": ("cs", SessionCreateParams),
    "/v1/refunds": ("re", RefundCreateParams),
    "/v1/transfers": ("tr", TransferCreateParams),
}


class Provider(stripe.HTTPClient):
    """Answers as Stripe does; `silent` answers nothing, `deaf` acts and lets the answer be lost."""

    name = "memory"

    def __init__(self):
        super().__init__()
        self.objects, self.by_key, self.numbers = {}, {}, count(1)
        self.writes, self.silent, self.deaf, self.refusal = [], False, False, ""
        self.objects["acct_good123"] = {"id": "acct_good123", "object": "account", "payouts_enabled": True}
        self.objects["acct_shut123"] = {"id": "acct_shut123", "object": "account", "payouts_enabled": False}

    def request(self, method, url, headers, post_data=None, *, _usage=None):
        if self.silent:
            raise stripe.APIConnectionError("silence")
        path = urlsplit(url).path
        if method == "get":
            found = self.objects.get(path.rsplit("/", 1)[1])
            return self._answer(200, found) if found else self._refuse("resource_missing", "No such object")
        return self._write(path, dict(parse_qsl(post_data or "")), headers.get("Idempotency-Key"))

    def _write(self, path, given, key):
        prefix, known = CREATED[path]
        unknown = {re.split(r"\[", name)[0] for name in given} - set(known.__annotations__)
        if unknown:
            return self._refuse("parameter_unknown", f"Received unknown parameters: {unknown}")
        if not key:
            return self._refuse("no_key", "every write carries a key")
        if key in self.by_key:
            before, answer = self.by_key[key]
            if before != (path, given):
                return self._refuse(
                    "idempotency_error", "Keys for idempotent requests can only be used with the same"
                )
            return self._answer(200, self.objects[answer])
        if self.refusal:
            return self._refuse("declined", self.refusal)
        made = getattr(self, f"_{prefix}")(f"{prefix}_{next(self.numbers)}", given)
        self.objects[made["id"]], self.by_key[key] = made, ((path, given), made["id"])
        self.writes.append(path)
        if self.deaf:
            raise stripe.APIConnectionError("the answer was lost")
        return self._answer(200, made)

    def _cs(self, number, given):
        price = "line_items[0][price_data]"
        return {
            "id": number, "object": "checkout.session", "status": "open", "payment_status": "unpaid",
            "amount_total": int(given[f"{price}[unit_amount]"]), "currency": given[f"{price}[currency]"],
            "url": f"https://checkout.example/{number}", "payment_intent": None,
        }  # fmt: skip

    def _re(self, number, given):
        return {
            "id": number, "object": "refund", "status": "pending", "amount": int(given["amount"]),
            "currency": "cny", "payment_intent": given["payment_intent"],
        }  # fmt: skip

    def _tr(self, number, given):
        return {
            "id": number, "object": "transfer", "amount": int(given["amount"]), "currency": given["currency"],
            "reversed": False, "amount_reversed": 0, "destination": given["destination"],
        }  # fmt: skip

    def _refuse(self, code, message):
        return self._answer(
            400, {"error": {"type": "invalid_request_error", "code": code, "message": message}}
        )

    def _answer(self, status, body):
        return json.dumps(body), status, {"request-id": "req_1"}

    def close(self):
        """Nothing is open."""

    def pay(self, number, **changes):
        """Let the payer pay a session."""
        session = self.objects[number]
        session |= {
            "status": "complete",
            "payment_status": "paid",
            "payment_intent": f"pi_{number}",
        } | changes


def notice(kind, subject, *, number="evt_1", at=None, secret=SECRET, **more):
    """Return body and signature header of a notice, as Stripe signs it."""
    body = json.dumps({"id": number, "type": kind, "data": {"object": {"id": subject, **more}}}).encode()
    moment = int(time.time() if at is None else at)
    right = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return body, f"t={moment},v1={right}"

"""`webhook`: the payment provider tells what happened to a payment; nothing is believed that its API does not confirm."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from payments.views.provider import receive_notice

from .programs import answer
from .responses import errors
from .written import ReceivedOut

router = Router(tags=["webhook"])


@router.post("", response={200: ReceivedOut, **errors(413, 503)}, operation_id="receive_payment_notice")
def receive(request: HttpRequest) -> HttpResponse:
    """Hand in a notice of the payment provider, signed in `Stripe-Signature` and at most 300 seconds old or early.

    The same notice again answers 200 and changes nothing; one of an unknown type is kept and ignored. The same as
    `/payments/notices/stripe/`.
    """
    receive_notice(request)
    return answer(200, {"received": True})

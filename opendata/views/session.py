"""Sign-in for programs: password and second factor, answered with a token for the header."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_variables
from ninja import Router

from organizations.gateways.programs import Signed, end_program, renew_second_factor, sign_in_program

from .programs import Bearer, answer
from .responses import errors
from .written import CodeIn, SessionOut, SignIn

router = Router(tags=["session"])


@router.post("", response={201: SessionOut, **errors(401, 403, 429)}, operation_id="sign_in", auth=None)
@sensitive_variables()
def sign_in(request: HttpRequest, body: SignIn) -> HttpResponse:
    """Sign in: a token for `Authorization: Bearer`, good for eight hours (officials: 30 idle minutes)."""
    signed = sign_in_program(request, name=body.login, password=body.password, code=body.code)
    return answer(201, _session(signed))


def _session(signed: Signed) -> dict[str, object]:
    return {
        "token": signed.token,
        "expires_at": signed.ends_at.isoformat(),
        "user": signed.user.public_id,
        "name": signed.user.name,
    }


@router.post(
    "/second-factor",
    response={200: SessionOut, **errors(401, 403, 429)},
    operation_id="confirm_second_factor",
    auth=Bearer(),
)
@sensitive_variables()
def confirm(request: HttpRequest, body: CodeIn) -> HttpResponse:
    """Confirm the second factor again: publishing, sealing, opening and awarding need it within 15 minutes."""
    renew_second_factor(request, request.signed, body.code)
    return answer(200, _session(request.signed))


@router.delete("", response={204: None, **errors(401)}, operation_id="sign_out", auth=Bearer())
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; its token is worthless at once."""
    end_program(request.signed)
    return HttpResponse(status=204)

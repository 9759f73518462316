"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the moment of the request, the profile, and whether elder mode is on."""
    elder = request.GET.get("elder", request.COOKIES.get("elder", ""))
    return {
        "now": getattr(request, "now", None),
        "is_demo": settings.PROFILE in {"demo", "acceptance"},
        "elder": elder == "1",
        "sends_texts": settings.ACCOUNT_PHONE_VERIFICATION_ENABLED,
    }

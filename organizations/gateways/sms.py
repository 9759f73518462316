"""Text messages: an interface, and the embedded gateway that writes them to a folder like the mail sink."""

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsGateway(Protocol):
    """Send one text to one number (eleven digits)."""

    def send(self, *, phone: str, text: str) -> None:
        """Send; raises OSError when the text cannot be handed over."""


class FileSms:
    """Write each text to DATA_DIR/sms/<moment>-<phone>.txt; for demonstration and tests."""

    def send(self, *, phone: str, text: str) -> None:
        """Write the text to a file of its own."""
        folder = Path(settings.DATA_DIR) / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%f")
        (folder / f"{moment}-{phone}-{secrets.token_hex(3)}.txt").write_text(f"{phone}\n{text}\n", "utf-8")


def sms_gateway() -> SmsGateway | None:
    """Return the configured gateway, or None: then no phone number can be verified."""
    return import_string(settings.SMS_GATEWAY)() if settings.SMS_GATEWAY else None

"""Photos that come in parts: how large, named how, in which order."""

import re

from marketplace.core.refusals import Refused

LARGEST_PHOTO = 6 * 1024 * 1024
LARGEST_PART = 512 * 1024
DIGEST = re.compile(r"[0-9a-f]{64}")


def check_upload(*, digest: str, size: int, part: int) -> None:
    """Refuse (422) what cannot be the part of a photo: a digest that is none, a size beyond the limits."""
    if DIGEST.fullmatch(digest) is None or not 0 < size <= LARGEST_PHOTO or part > LARGEST_PART:
        raise Refused("contracts.upload_unfit", limit=f"{LARGEST_PHOTO // 1024 // 1024} MB")


def follows(*, offset: int, received: int, part: int, size: int) -> bool:
    """Say whether a part continues what has arrived; a repeated or early one changes nothing."""
    return part > 0 and offset == received and received + part <= size

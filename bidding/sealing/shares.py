"""Raw shares as officers hand them in: their shape, and whether one is the share that was dealt."""

import re
from collections.abc import Mapping

from marketplace.core.refusals import Refused

from .container import STEPS, share_commitment

MOST_SHARES = 3000
_SHARE = re.compile(r"[0-9a-f]{66}")


def read_shares(given: object) -> dict[tuple[str, str], bytes]:
    """Return shares by (bid, envelope), empty bytes where the officer could open none; raises Refused 422."""
    if not isinstance(given, list) or len(given) > MOST_SHARES:
        raise Refused("bidding.share_shape")
    found: dict[tuple[str, str], bytes] = {}
    for one in given:
        place, share = _read(one)
        if place in found:
            raise Refused("bidding.share_shape")
        found[place] = share
    return found


def _read(one: object) -> tuple[tuple[str, str], bytes]:
    if not isinstance(one, dict) or set(one) != {"bid", "envelope", "share"}:
        raise Refused("bidding.share_shape")
    bid, envelope, share = one["bid"], one["envelope"], one["share"]
    if not isinstance(bid, str) or not isinstance(envelope, str) or envelope not in STEPS:
        raise Refused("bidding.share_shape")
    if share is None:
        return (bid, envelope), b""
    if not isinstance(share, str) or not _SHARE.fullmatch(share):
        raise Refused("bidding.share_shape")
    return (bid, envelope), bytes.fromhex(share)


def share_is_wrong(manifest: Mapping[str, object], position: int, share: bytes) -> bool:
    """Say whether a handed-in share is not the one that was dealt to the officer at `position`.

    Containers of the first edition hold no commitments of shares: there only the place is checked here, and the
    key commitment at joining.
    """
    if not share:
        return False
    entry = next((one for one in manifest["shares"] if one["x"] == position), {})  # type: ignore[attr-defined]
    dealt = entry.get("commitment")
    return share[-1] != position or (dealt is not None and share_commitment(share) != dealt)

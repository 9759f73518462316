"""Seal what was made outside the server, over parts that were uploaded before; confirm a bid for a new document."""

from bidding.models import Bid, Lot
from bidding.queries.bids import current_bid, header_of
from bidding.queries.officers import roster_of
from bidding.sealing.container import FILE_STEP, STEPS, manifest_hash
from bidding.sealing.inner import MOST_FILES
from bidding.sealing.outer import BID_LIMIT, FILE_LIMIT, OuterEnvelope, check_parts, read_envelopes
from bidding.sealing.parts import CHUNK_LIMIT, QUOTA
from bidding.sealing.shamir import THRESHOLD
from marketplace.core.canonical import digest
from marketplace.core.clock import utc_text
from marketplace.core.refusals import Refused
from organizations.models import Organization, User

from .bids import Sealed, by_token, current_header, holders_of, keep, refuse_if_late


def sealing_terms(lot: Lot, organization: Organization) -> dict[str, object]:
    """Return, as JSON, all that a sealing program needs: header of the manifests, officers' keys, limits."""
    tender = lot.tender
    return {
        "schema": "sealing-terms/1",
        "header": header_of(lot, organization, tender.document_digest, tender.roster_digest),
        "reference": tender.reference,
        "deadline": utc_text(tender.bid_deadline),
        "price_limit": format(lot.limit, "f"),
        "threshold": THRESHOLD,
        "holders": [
            {"x": one.position, "key": one.key_id, "recipient": one.recipient}
            for one in holders_of(roster_of(tender))
        ],
        "steps": STEPS,
        "file_step": FILE_STEP,
        "limits": {
            "file": FILE_LIMIT, "bid": BID_LIMIT, "files": MOST_FILES, "chunk": CHUNK_LIMIT, "quota": QUOTA,
        },
    }  # fmt: skip


def seal_container(
    *, actor: User, lot: Lot, organization: Organization, envelopes: object, token: str
) -> Sealed:
    """Seal a container that was made in a browser or by a tool; the same token answers the same receipt again.

    `envelopes` is the JSON list of docs/sealbid-1.md: three times {"manifest": …, "shares": [base64, …]}.
    Raises Refused 422 naming the field of a malformed manifest, a missing or different part, a token used for
    another container; 409 and Denied as `seal_bid`.
    """
    if (known := by_token(organization, token, actor)) is not None:
        return _same(known, envelopes)
    refuse_if_late(lot)
    found = read_envelopes(
        envelopes, header=current_header(lot, organization), holders=holders_of(roster_of(lot.tender))
    )
    bid, is_new = keep(
        actor=actor, lot=lot, organization=organization, token=token, envelopes=found, inspect=check_parts
    )
    return Sealed(bid, {}) if is_new else _same(bid, envelopes)


def _same(bid: Bid, envelopes: object) -> Sealed:
    if _digest_given(envelopes) != bid.manifest_digest:
        raise Refused("bidding.token_reused")
    return Sealed(bid, {})


def _digest_given(envelopes: object) -> str:
    """Return the manifest hash of what was handed in, or nothing when it has no such shape."""
    try:
        manifests = [one["manifest"] for one in envelopes]  # type: ignore[attr-defined]
        return manifest_hash({one["envelope"]: digest(one) for one in manifests})
    except (KeyError, TypeError, ValueError, RecursionError):
        return ""


def reconfirm_bid(*, actor: User, lot: Lot, organization: Organization, token: str) -> Sealed:
    """Seal the current bid anew, same parts and shares, for the tender document now in force.

    Raises Refused 409 when there is no bid, nothing to confirm, or other opening officers (then seal again).
    """
    if (known := by_token(organization, token, actor)) is not None:
        return Sealed(known, {})
    refuse_if_late(lot)
    older = current_bid(lot, organization)
    if older is None:
        raise Refused("bidding.no_current_bid", status=409)
    if older.roster_digest != lot.tender.roster_digest:
        raise Refused("bidding.document_changed", status=409)
    if older.document_digest == lot.tender.document_digest:
        raise Refused("bidding.nothing_to_confirm", status=409)
    found = _again(older, lot.tender.document_digest)
    bid, _ = keep(
        actor=actor, lot=lot, organization=organization, token=token, envelopes=found, replaces=older
    )
    return Sealed(bid, {})


def _again(bid: Bid, document: str) -> dict[str, OuterEnvelope]:
    found = {}
    for row in bid.envelopes.prefetch_related("shares__member"):
        manifest = {**row.manifest, "document": document}
        shares = {share.member.position: bytes(share.blob) for share in row.shares.all()}
        found[row.kind] = OuterEnvelope(manifest, digest(manifest), shares)
    return found

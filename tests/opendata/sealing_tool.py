"""A sealing program that knows nothing but the sealing terms."""

import base64

from bidding.sealing.container import Holder, seal


def sealed_by_terms(terms, price):
    """Return (envelopes as JSON, files by name)."""
    holders = [Holder(one["x"], one["key"], one["recipient"]) for one in terms["holders"]]
    forms = {
        "technical": {"plan": "每周两次"},
        "price_form": {"price": price, "currency": "CNY"},
        "price_attachments": {},
    }
    envelopes, files = [], {}
    for kind, form in forms.items():
        one = seal(kind=kind, form=form, pieces=(), header=terms["header"], holders=holders)
        manifest = {**one.manifest, "sealed_by": "tool", "bundle": "ab" * 32}
        shares = [base64.b64encode(one.shares[holder.position]).decode() for holder in holders]
        envelopes.append({"manifest": manifest, "shares": shares})
        files |= {entry["name"]: content for entry, content in zip(manifest["files"], one.files, strict=True)}
    return envelopes, files

"""Containers as a browser or a tool makes them, from the sealing terms alone."""

import base64
import json

from bidding.actions.containers import sealing_terms
from bidding.actions.parts import upload_part
from bidding.sealing.container import Holder, Piece, seal

PDF = b"%PDF-1.4 plan"
PIECES = {
    "technical": (Piece("方案.pdf", "application/pdf", PDF),),
    "price_form": (),
    "price_attachments": (),
}


def container(lot, organization, price="118000.00", forms=None, **changes):
    """Return (envelopes as JSON, files by name, keys by envelope)."""
    terms = json.loads(json.dumps(sealing_terms(lot, organization)))
    holders = [Holder(one["x"], one["key"], one["recipient"]) for one in terms["holders"]]
    forms = forms or {
        "technical": {"plan": "每周两次上门"}, "price_form": {"price": price, "currency": "CNY"}, "price_attachments": {},
    }  # fmt: skip
    envelopes, files, keys = [], {}, {}
    for kind, form in forms.items():
        one = seal(kind=kind, form=form, pieces=PIECES[kind], header=terms["header"], holders=holders)
        manifest = {**one.manifest, "sealed_by": "tool", "bundle": "ab" * 32, **changes}
        shares = [base64.b64encode(one.shares[holder.position]).decode() for holder in holders]
        envelopes.append({"manifest": manifest, "shares": shares})
        files |= {entry["name"]: content for entry, content in zip(manifest["files"], one.files, strict=True)}
        keys[kind] = one.key
    return json.loads(json.dumps(envelopes)), files, keys


def upload(life, person, files, step=30_000):
    """Upload every file piece by piece; return the finished parts."""
    writer, organization = person
    done = []
    for name, content in files.items():
        for offset in range(0, len(content), step):
            part = upload_part(
                actor=writer, lot=life.lot, organization=organization, name=name, size=len(content),
                offset=offset, content=content[offset : offset + step], now=life.now,
            )  # fmt: skip
        done.append(part)
    return done

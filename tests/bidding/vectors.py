"""A whole small container with fixed keys and nonces, computed from docs/sealbid-1.md alone.

Write it anew with: python -m tests.bidding.vectors > docs/sealbid-1-vectors.json
"""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scripts.sealbid import (
    canonical,
    commitment,
    digest,
    identity_text,
    multiply,
    padded,
    sha256,
    share_commitment,
)

CHUNK = 64 * 1024
STEPS = {"technical": 64 * 1024, "price_form": 16 * 1024, "price_attachments": 64 * 1024}
DOCUMENT = b"%PDF-1.4 a plan of one line"
FORMS = {
    "technical": {"plan": "每周两次上门", "team": "社工3人"},
    "price_form": {"currency": "CNY", "declared": True, "price": "118000.00"},
    "price_attachments": {},
}


def seed(label, length=32):
    return hashlib.sha256(label.encode()).digest()[:length]


def public(key):
    return X25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def b64(content):
    return base64.b64encode(content).rstrip(b"=")


def derived(secret, salt, info):
    return HKDF(SHA256(), 32, salt, info).derive(secret)


def age(plain, recipient, what):
    """Encrypt as age does, with every random value taken from its label."""
    file_key, ephemeral = seed(f"{what}/file key", 16), seed(f"{what}/ephemeral")
    shared = X25519PrivateKey.from_private_bytes(ephemeral).exchange(
        X25519PublicKey.from_public_bytes(recipient)
    )
    wrapping = derived(shared, public(ephemeral) + recipient, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None)
    head = b"age-encryption.org/v1\n-> X25519 " + b64(public(ephemeral)) + b"\n" + b64(body) + b"\n---"
    mac = hmac.digest(derived(file_key, None, b"header"), head, "sha256")
    nonce = seed(f"{what}/payload nonce", 16)
    cipher = ChaCha20Poly1305(derived(file_key, nonce, b"payload"))
    chunks = [plain[i : i + CHUNK] for i in range(0, len(plain), CHUNK)]
    sealed = [
        cipher.encrypt(n.to_bytes(11, "big") + bytes([n == len(chunks) - 1]), chunk, None)
        for n, chunk in enumerate(chunks)
    ]
    return head + b" " + b64(mac) + b"\n" + nonce + b"".join(sealed)


def officers():
    keys = {x: seed(f"officer/{x}/key") for x in (1, 2, 3)}
    return [
        {"x": x, "identity": identity_text(key), "key": f"{x}" * 64, "raw": key} for x, key in keys.items()
    ]


def envelope(kind, header):
    key, slope = seed(f"{kind}/key"), seed(f"{kind}/slope")
    contents = [DOCUMENT] if kind == "technical" else []
    names = [seed(f"{kind}/file/{n}/name", 16).hex() for n in range(len(contents) + 1)]
    listed = [
        {"name": n, "title": "方案.pdf", "type": "application/pdf", "size": len(c), "sha256": sha256(c)}
        for n, c in zip(names[1:], contents, strict=True)
    ]
    inner = {
        "version": "sealbid/1",
        "nonce": seed(f"{kind}/nonce", 16).hex(),
        "form": FORMS[kind],
        "files": listed,
    }
    plain = [padded(canonical(inner) + b"\n", STEPS[kind], b" "), *(padded(c, CHUNK) for c in contents)]
    files = [age(one, public(key), f"{kind}/file/{n}") for n, one in enumerate(plain)]
    shares = [
        bytes(k ^ multiply(s, one["x"]) for k, s in zip(key, slope, strict=True)) + bytes([one["x"]])
        for one in officers()
    ]
    blobs = [
        age(share, public(one["raw"]), f"{kind}/share/{one['x']}")
        for one, share in zip(officers(), shares, strict=True)
    ]
    manifest = {
        **header, "version": "sealbid/1", "suite": 1, "envelope": kind, "t": 2, "n": 3, "commitment": commitment(key),
        "files": [{"name": n, "sha256": sha256(f), "size": len(f)} for n, f in zip(names, files, strict=True)],
        "shares": [
            {"x": one["x"], "key": one["key"], "sha256": sha256(blob), "commitment": share_commitment(share)}
            for one, share, blob in zip(officers(), shares, blobs, strict=True)
        ],
        "sealed_by": "tool", "bundle": "",
    }  # fmt: skip
    return {
        "posted": {"manifest": manifest, "shares": [base64.b64encode(one).decode() for one in blobs]},
        "key": identity_text(key),
        "inner_manifest": canonical(inner).decode(),
        "raw_shares": [one.hex() for one in shares],
        "manifest_digest": digest(manifest),
    }, dict(zip(names, files, strict=True))


def container():
    """Return (the vectors, ciphertext by name)."""
    header = {
        "tender": "t23456789abc",
        "lot": 1,
        "document": "d" * 64,
        "organization": "o23456789abc",
        "roster": "e" * 64,
    }
    envelopes, files = {}, {}
    for kind in STEPS:
        envelopes[kind], more = envelope(kind, header)
        files |= more
    price_form = envelopes["price_form"]["posted"]["manifest"]["files"][0]["name"]
    return {
        "about": "docs/sealbid-1.md, chapter 9",
        "header": header,
        "officers": [{name: one[name] for name in ("x", "key", "identity")} for one in officers()],
        "documents": {"方案.pdf": DOCUMENT.decode()},
        "envelopes": envelopes,
        "price_form_ciphertext": base64.b64encode(files[price_form]).decode(),
        "manifest_hash": digest({kind: one["manifest_digest"] for kind, one in envelopes.items()}),
    }, files


if __name__ == "__main__":
    print(json.dumps(container()[0], ensure_ascii=False, indent=1, sort_keys=True))  # noqa: T201

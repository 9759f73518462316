#!/usr/bin/env python3
"""Seal a bid, open an officer's shares, verify a receipt or an opening record: offline, without the marketplace.

Needs Python 3.11, pyrage and cryptography. The format is docs/sealbid-1.md. Examples:

  sealbid.py seal terms.json price.json out --technical proposal.json --file plan.pdf --price-file quote.pdf
  sealbid.py open-share identity.txt shares.json > answer.json
  sealbid.py verify receipt.json --key PUBLIC_KEY_HEX
  sealbid.py verify-opening record.json --key PUBLIC_KEY_HEX --prices folder
"""

import argparse
import base64
import getpass
import hashlib
import json
import mimetypes
import re
import secrets
import sys
from pathlib import Path

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyrage import passphrase as age_passphrase
from pyrage import x25519

VERSION = "sealbid/1"
KIB = 1024
STEPS = {"technical": 64 * KIB, "price_form": 16 * KIB, "price_attachments": 64 * KIB}
FILE_STEP = 64 * KIB
FILE_LIMIT = 100 * KIB * KIB
MOST_FILES = 30
THRESHOLD = 2
PRICE = re.compile(r"[0-9]{1,12}\.[0-9]{2}")
AGE_MAGIC = b"age-encryption.org/v1"
TYPES = {"application/pdf", "image/jpeg", "image/png", "image/webp"}


class Wrong(Exception):  # noqa: N818 - a finding, printed as one line
    """Something that was given is not as the specification says."""


# --- bytes --------------------------------------------------------------------


def canonical(value: object) -> bytes:
    """Return the canonical JSON of docs/sealbid-1.md."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest(value: object) -> str:
    return sha256(canonical(value))


def padded(plain: bytes, step: int, filler: bytes = b"\0") -> bytes:
    return plain + filler * (-len(plain) % step if plain else step)


# --- keys and shares ----------------------------------------------------------

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PREFIX = "age-secret-key-"


def polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if (top >> bit) & 1 else 0
    return check


def regroup(data: bytes, width: int, target: int) -> list[int]:
    bits = "".join(f"{value:0{width}b}" for value in data)
    bits += "0" * (-len(bits) % target if target < width else 0)
    return [int(bits[i : i + target], 2) for i in range(0, len(bits) - target + 1, target)]


def identity_text(key: bytes) -> str:
    """Return AGE-SECRET-KEY-1… of 32 raw bytes."""
    values = regroup(key, 8, 5)
    head = [ord(c) >> 5 for c in PREFIX] + [0] + [ord(c) & 31 for c in PREFIX]
    check = polymod([*head, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [(check >> 5 * (5 - i)) & 31 for i in range(6)]
    return f"{PREFIX}1{''.join(BECH32[v] for v in values)}".upper()


def raw_key(identity: str) -> bytes:
    """Return the 32 raw bytes of AGE-SECRET-KEY-1…"""
    x25519.Identity.from_str(identity)  # checks the checksum
    text = identity.strip().lower()[len(PREFIX) + 1 : -6]
    return bytes(regroup(bytes(BECH32.index(c) for c in text), 5, 8))


def commitment(key: bytes) -> str:
    return sha256(b"sealbid-key-v1" + key)


def share_commitment(share: bytes) -> str:
    return sha256(b"sealbid-share-v1" + share)


def multiply(left: int, right: int) -> int:
    product = 0
    while right:
        product ^= left if right & 1 else 0
        left = (left << 1) ^ (0x11B if left & 0x80 else 0)
        right >>= 1
    return product


def split(key: bytes, count: int) -> list[bytes]:
    """Return shares of which any two give the key (GF(256), x is the last byte)."""
    slope = secrets.token_bytes(len(key))
    return [
        bytes(k ^ multiply(s, x) for k, s in zip(key, slope, strict=True)) + bytes([x])
        for x in range(1, count + 1)
    ]


# --- seal ---------------------------------------------------------------------


def read_json(path: Path) -> object:
    def refuse(text: str) -> object:
        raise Wrong(f"{path}: {text} is no integer; write amounts as text")

    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_float=refuse, parse_constant=refuse)
    except (ValueError, OSError) as error:
        raise Wrong(f"{path}: {error}") from error


def read_terms(path: Path, organization: str) -> tuple[dict, list[dict]]:
    """Return header and holders from sealing terms, or from a published tender document."""
    given = read_json(path)
    if given.get("schema") == "sealing-terms/1":
        return given["header"], given["holders"]
    if given.get("schema") != "tender-document/1":
        raise Wrong(f"{path}: neither sealing terms nor a tender document")
    if not organization:
        raise Wrong("with a tender document say --organization: your organization's public id")
    header = {
        "tender": given["public_id"],
        "lot": 1,
        "document": sha256(path.read_bytes()),
        "organization": organization,
        "roster": given["roster_digest"],
    }
    if digest(given["roster"]) != given["roster_digest"]:
        raise Wrong(f"{path}: the roster is not the one of its digest")
    return header, given["roster"]


def seal_envelope(kind: str, form: dict, paths: list[Path], header: dict, holders: list[dict]) -> tuple:
    """Return (manifest, share blobs, ciphertext by name, key) of one envelope."""
    key = secrets.token_bytes(32)
    recipient = x25519.Identity.from_str(identity_text(key)).to_public()
    contents = [path.read_bytes() for path in paths]
    if len(paths) > MOST_FILES or any(len(one) > FILE_LIMIT for one in contents):
        raise Wrong(f"{kind}: at most {MOST_FILES} files of {FILE_LIMIT // KIB // KIB} MiB each")
    names = [secrets.token_hex(16) for _ in range(len(paths) + 1)]
    listed = [
        {"name": n, "title": p.name, "type": type_of(p), "size": len(c), "sha256": sha256(c)}
        for n, p, c in zip(names[1:], paths, contents, strict=True)
    ]
    inner = {"version": VERSION, "nonce": secrets.token_hex(16), "form": form, "files": listed}
    plain = [padded(canonical(inner) + b"\n", STEPS[kind], b" "), *(padded(c, FILE_STEP) for c in contents)]
    files = {n: pyrage.encrypt(one, [recipient]) for n, one in zip(names, plain, strict=True)}
    raw = split(key, len(holders))
    blobs = [
        pyrage.encrypt(share, [x25519.Recipient.from_str(one["recipient"])])
        for one, share in zip(holders, raw, strict=True)
    ]
    manifest = {
        **header,
        "version": VERSION,
        "suite": 1,
        "envelope": kind,
        "files": [{"name": n, "sha256": sha256(one), "size": len(one)} for n, one in files.items()],
        "t": THRESHOLD,
        "n": len(holders),
        "commitment": commitment(key),
        "shares": [
            {"x": one["x"], "key": one["key"], "sha256": sha256(blob), "commitment": share_commitment(share)}
            for one, share, blob in zip(holders, raw, blobs, strict=True)
        ],
        "sealed_by": "tool",
        "bundle": sha256(Path(__file__).read_bytes()),
    }
    return manifest, blobs, files, key


def type_of(path: Path) -> str:
    found = mimetypes.guess_type(path.name)[0] or ""
    return found if found in TYPES else "application/octet-stream"


def seal(given: argparse.Namespace) -> int:
    """Write parts/, container.json and recovery.json into the folder."""
    header, holders = read_terms(given.terms, given.organization)
    price_form = read_json(given.price)
    if not isinstance(price_form, dict) or not PRICE.fullmatch(str(price_form.get("price"))):
        raise Wrong(f'{given.price}: write {{"price": "118000.00", "currency": "CNY"}}')
    technical = read_json(given.technical) if given.technical else {}
    contents = {
        "technical": (technical, given.file),
        "price_form": (price_form, []),
        "price_attachments": ({}, given.price_file),
    }
    (given.out / "parts").mkdir(parents=True)
    envelopes, recovery = [], {}
    for kind, (form, paths) in contents.items():
        manifest, blobs, files, key = seal_envelope(kind, form, paths, header, holders)
        envelopes.append({"manifest": manifest, "shares": [base64.b64encode(one).decode() for one in blobs]})
        recovery[kind] = identity_text(key)
        for name, content in files.items():
            (given.out / "parts" / name).write_bytes(content)
    (given.out / "container.json").write_bytes(canonical({"envelopes": envelopes}))
    secret = given.out / "recovery.json"
    secret.touch(mode=0o600)
    secret.write_bytes(canonical(recovery))
    hashes = {one["manifest"]["envelope"]: digest(one["manifest"]) for one in envelopes}
    print("manifest hash:", digest(hashes))
    print("keep", secret, "where only you find it: whoever has it can read the bid")
    return 0


# --- open shares --------------------------------------------------------------


def read_identity(path: Path) -> x25519.Identity:
    """Return the identity from a text file, or from a file that is locked with a passphrase."""
    content = path.read_bytes()
    if content.startswith(AGE_MAGIC):
        content = age_passphrase.decrypt(content, getpass.getpass("passphrase: "))
    lines = [line for line in content.decode().splitlines() if line.upper().startswith(PREFIX.upper())]
    if not lines:
        raise Wrong(f"{path}: no AGE-SECRET-KEY")
    return x25519.Identity.from_str(lines[0].strip())


def open_share(given: argparse.Namespace) -> int:
    """Print the raw shares of a share list as JSON; null where one cannot be opened or is not the one dealt."""
    identity, listed = read_identity(given.identity), read_json(given.shares)
    found, bad = [], 0
    for one in listed["shares"]:
        share = opened(identity, one)
        bad += share is None
        found.append({"bid": one["bid"], "envelope": one["envelope"], "share": share})
    print(json.dumps({"tender": listed["tender"], "shares": found}, indent=1))
    if bad:
        print(f"{bad} of {len(found)} shares could not be opened", file=sys.stderr)
    return 0 if len(found) > bad else 1


def opened(identity: x25519.Identity, entry: dict) -> str | None:
    try:
        share = pyrage.decrypt(base64.b64decode(entry["blob"]), [identity])
    except (pyrage.DecryptError, ValueError):
        return None
    return share.hex() if entry["commitment"] in {"", share_commitment(share)} else None


# --- verify -------------------------------------------------------------------


def check_signature(record: object, signature: str, key: str) -> None:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), canonical(record))
    except (ValueError, InvalidSignature) as error:
        raise Wrong("the signature does not belong to this record and key") from error


def verify(given: argparse.Namespace) -> int:
    """Check a receipt: its signature, and with --container that it is for exactly these manifests."""
    held = read_json(given.receipt)
    receipt = held["receipt"]
    check_signature(receipt, held["signature"], given.key)
    if digest({kind: one["manifest"] for kind, one in receipt["envelopes"].items()}) != receipt["manifest"]:
        raise Wrong("the manifest hash is not that of the envelopes")
    if given.container:
        manifests = [one["manifest"] for one in read_json(given.container)["envelopes"]]
        if digest({one["envelope"]: digest(one) for one in manifests}) != receipt["manifest"]:
            raise Wrong("the receipt is for another container")
    print("genuine:", receipt["receipt"], "received", receipt["received_at"])
    return 0


def verify_opening(given: argparse.Namespace) -> int:
    """Check an opening record: signature, hashes, keys, and the prices where the ciphertext is at hand."""
    held = read_json(given.record)
    record = held["record"]
    check_signature(record, held["signature"], given.key)
    if record["count"] != len(record["bids"]):
        raise Wrong("the count is not the number of bids")
    for bid in record["bids"]:
        print(bid["receipt"], bid["result"], bid["price"] or "-", check_bid(bid, given.prices))
    print("the record is genuine")
    return 0


def check_bid(bid: dict, folder: Path | None) -> str:
    """Raise Wrong unless manifest, key and price of a bid belong together; say how far that was checked."""
    price_form = bid["price_form"]
    manifest = price_form["manifest"]
    if digest(manifest) != bid["envelopes"]["price_form"] or digest(bid["envelopes"]) != bid["manifest"]:
        raise Wrong(f"{bid['receipt']}: the manifest is not the one of the receipt")
    if bid["result"] != "opened":
        return "not opened"
    if commitment(raw_key(price_form["key"])) != manifest["commitment"]:
        raise Wrong(f"{bid['receipt']}: the key is not the one that was promised at sealing")
    path = folder / f"{bid['receipt']}.age" if folder else None
    if path is None or not path.exists():
        return "key checked, ciphertext not at hand"
    content = path.read_bytes()
    if sha256(content) != manifest["files"][0]["sha256"]:
        raise Wrong(f"{path}: not the ciphertext of the manifest")
    plain = pyrage.decrypt(content, [x25519.Identity.from_str(price_form["key"])])
    if json.loads(plain.split(b"\n")[0])["form"]["price"] != bid["price"]:
        raise Wrong(f"{bid['receipt']}: the price form says another price")
    return "price checked"


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    acts = top.add_subparsers(required=True)
    one = acts.add_parser("seal", help=seal.__doc__)
    one.add_argument("terms", type=Path, help="sealing terms, or the published tender document (JSON)")
    one.add_argument("price", type=Path, help="price form (JSON)")
    one.add_argument("out", type=Path, help="a folder that does not exist yet")
    one.add_argument("--organization", default="", help="public id, needed with a tender document")
    one.add_argument("--technical", type=Path, help="proposal (JSON)")
    one.add_argument("--file", type=Path, action="append", default=[])
    one.add_argument("--price-file", type=Path, action="append", default=[])
    one.set_defaults(act=seal)
    one = acts.add_parser("open-share", help=open_share.__doc__)
    one.add_argument("identity", type=Path)
    one.add_argument("shares", type=Path)
    one.set_defaults(act=open_share)
    one = acts.add_parser("verify", help=verify.__doc__)
    one.add_argument("receipt", type=Path)
    one.add_argument("--key", required=True)
    one.add_argument("--container", type=Path)
    one.set_defaults(act=verify)
    one = acts.add_parser("verify-opening", help=verify_opening.__doc__)
    one.add_argument("record", type=Path)
    one.add_argument("--key", required=True)
    one.add_argument("--prices", type=Path, help="folder with RECEIPT.age files")
    one.set_defaults(act=verify_opening)
    return top


def main(words: list[str] | None = None) -> int:
    given = parser().parse_args(words)
    try:
        return given.act(given)
    except (Wrong, KeyError, TypeError, AttributeError, ValueError, OSError, pyrage.DecryptError) as error:
        print(f"wrong: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

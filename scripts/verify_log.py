#!/usr/bin/env python3
"""Check what the marketplace's log and receipts say, offline, with nothing but Python.

  verify_log.py checkpoint CP --key KEY                  a checkpoint is signed by the log's key
  verify_log.py proof PROOF.json --leaf HEX --key KEY    a leaf is in the tree of the checkpoint inside the proof
  verify_log.py consistency PROOF.json --key KEY [--old CP]
                                                         the new checkpoint continues the old one (or the one kept)
  verify_log.py receipt RECEIPT.json --receipt-key HEX [--proof PROOF.json --key KEY]
                                                         a receipt is signed, and its event is in the log

KEY is what /log/key answered (name+hash+base64), or a file with it. Exit status 0: holds. 1: does not. 2: unreadable.
"""

import argparse
import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
HALF = pow(2, (P - 1) // 4, P)
SIGNATURE, HASH, KEY_HASH = 64, 32, 4


class DoesNotHoldError(Exception):
    """What was given contradicts itself."""


# --- Ed25519 (RFC 8032, 5.1), verification only --------------------------------------------------------------------


def _x_of(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * HALF % P
    if (x * x - square) % P or y >= P or (not x and sign):
        raise DoesNotHoldError("not a point of the curve")
    return P - x if x & 1 != sign else x


def _point(text):
    number = int.from_bytes(text, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = _x_of(y, sign)
    return (x, y, 1, x * y % P)


def _add(a, b):
    left, right = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = right - left, d - c, d + c, right + left
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(number, point):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point, number = _add(point, point), number >> 1
    return total


def _same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(BASE_Y, 0), BASE_Y, 1, _x_of(BASE_Y, 0) * BASE_Y % P)


def demand_signature(public, text, signature):
    if len(public) != HASH or len(signature) != SIGNATURE:
        raise DoesNotHoldError("key or signature has the wrong length")
    scalar = int.from_bytes(signature[HASH:], "little")
    challenge = hashlib.sha512(signature[:HASH] + public + text).digest()
    wanted = _add(
        _point(signature[:HASH]), _times(int.from_bytes(challenge, "little") % ORDER, _point(public))
    )
    if scalar >= ORDER or not _same(_times(scalar, BASE), wanted):
        raise DoesNotHoldError("the signature does not belong to the text and the key")


# --- the tree (RFC 6962 and 9162) -----------------------------------------------------------------------------------


def pair(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def _climb(place, last, old, new, path, *, both):
    for step in path:
        if last == 0:
            raise DoesNotHoldError("the proof is too long")
        if place & 1 or place == last:
            old, new = pair(step, old), pair(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            old, new = old if both else pair(old, step), pair(new, step)
        place, last = place >> 1, last >> 1
    if last:
        raise DoesNotHoldError("the proof is too short")
    return old, new


def demand_inclusion(leaf, index, size, path, root):
    if not 0 <= index < size:
        raise DoesNotHoldError("the leaf is outside the tree")
    _, top = _climb(index, size - 1, leaf, leaf, path, both=False)
    if top != root:
        raise DoesNotHoldError("the leaf is not in the tree")


def demand_consistency(old, new, path):
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        raise DoesNotHoldError("the log was cut: the new checkpoint is smaller")
    if old_size == new_size:
        if old_root != new_root or path:
            raise DoesNotHoldError("two checkpoints of one size differ")
        return
    steps = path if old_size & (old_size - 1) else [old_root, *path]
    if not steps:
        raise DoesNotHoldError("the proof is too short")
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if _climb(place, last, steps[0], steps[0], steps[1:], both=True) != (old_root, new_root):
        raise DoesNotHoldError("the log was rewritten between the two checkpoints")


# --- checkpoints (C2SP signed notes) and receipts ------------------------------------------------------------------


def read_key(given):
    text = (Path(given).read_text(encoding="utf-8") if Path(given).is_file() else given).strip()
    name, _, rest = text.partition("+")
    return name, base64.b64decode(rest.partition("+")[2])[1:]


def read_checkpoint(text, key):
    name, public = key
    body, _, marks = text.partition("\n\n")
    origin, size, root = body.split("\n")
    known = hashlib.sha256(f"{name}\n\x01".encode() + public).digest()[:KEY_HASH]
    for line in marks.splitlines():
        signer, _, mark = line.removeprefix("— ").partition(" ")
        blob = base64.b64decode(mark)
        if signer == name == origin and hmac.compare_digest(blob[:KEY_HASH], known):
            demand_signature(public, f"{body}\n".encode(), blob[KEY_HASH:])
            return int(size), base64.b64decode(root)
    raise DoesNotHoldError("the checkpoint is not signed by this log")


def canonical(record):
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def _hashes(texts):
    return [bytes.fromhex(text) for text in texts]


def check_proof(given, leaf, key):
    size, root = read_checkpoint(given["checkpoint"], key)
    demand_inclusion(bytes.fromhex(leaf), given["index"], size, _hashes(given["path"]), root)
    return f"leaf {leaf} stands at place {given['index']} of {size}"


def check_consistency(given, key, kept):
    new = read_checkpoint(given["new"]["checkpoint"], key)
    old = read_checkpoint(given["old"]["checkpoint"], key)
    if kept is not None and read_checkpoint(kept, key) != old:
        raise DoesNotHoldError("the proof begins at another checkpoint than the one that was kept")
    demand_consistency(old, new, _hashes(given["path"]))
    return f"{new[0]} leaves continue {old[0]} leaves"


def check_receipt(given, options):
    receipt = given["receipt"]
    public = bytes.fromhex(options.receipt_key)
    demand_signature(public, canonical(receipt), bytes.fromhex(given["signature"]))
    said = f"receipt {receipt['receipt']}: received {receipt['received_at']}"
    if options.proof:
        logged = given["log"]
        demand_disclosure(logged, receipt["manifest"])
        said += "; " + check_proof(_json(options.proof), logged["leaf"], read_key(options.key))
    return said


def demand_disclosure(logged, manifest):
    """The leaf is made of the entry, the entry hides what happened under a salt, and that names the manifest."""
    if hashlib.sha256(b"\x00" + canonical(logged["entry"])).hexdigest() != logged["leaf"]:
        raise DoesNotHoldError("the leaf is not made of the entry")
    hidden = hashlib.sha256(bytes.fromhex(logged["salt"]) + canonical(logged["after"])).hexdigest()
    if logged["entry"]["act"] != "bid.sealed" or hidden != logged["entry"]["after"]:
        raise DoesNotHoldError("the entry is about something else")
    if logged["after"]["manifest"] != manifest:
        raise DoesNotHoldError("the entry is about another bid")


def run(options):
    if options.what == "receipt":
        return check_receipt(_json(options.file), options)
    key = read_key(options.key)
    if options.what == "proof":
        return check_proof(_json(options.file), options.leaf, key)
    if options.what == "consistency":
        kept = Path(options.old).read_text(encoding="utf-8") if options.old else None
        return check_consistency(_json(options.file), key, kept)
    return "{} leaves, root {}".format(
        *(
            part.hex() if isinstance(part, bytes) else part
            for part in read_checkpoint(Path(options.file).read_text(encoding="utf-8"), key)
        )
    )


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["checkpoint", "proof", "consistency", "receipt"])
    parser.add_argument("file")
    for name in ("--key", "--leaf", "--old", "--receipt-key", "--proof"):
        parser.add_argument(name, default="")
    options = parser.parse_args(arguments)
    try:
        print(f"holds: {run(options)}")
    except DoesNotHoldError as error:
        print(f"DOES NOT HOLD: {error}", file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot be read: {error!r}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

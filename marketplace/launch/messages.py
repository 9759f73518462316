"""One catalogue per room in locale/, merged into the one file that Django reads. No gettext tools needed.

`djangojs.po` alone makes `djangojs.mo`, what scripts in the browser say; all others make `django.mo`.
Both are made at `make run` and before tests; each is rewritten only when a catalogue of its own has changed.
Run as `python -m marketplace.launch.messages` it compiles and says what it did.
"""

import hashlib
import io
import os
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent.parent / "locale" / "zh_Hans" / "LC_MESSAGES"
LOCALE = "zh_Hans"
PAGES, SCRIPTS = "django", "djangojs"
Key = tuple[str, str | None]


class TwoTranslations(ValueError):  # noqa: N818 - a name for what was found
    """Two catalogues translate one text differently, or not in the same form."""


def key_of(message: Message) -> Key:
    """Return what identifies a text: its (singular) source and its context."""
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def is_translated(message: Message) -> bool:
    """Tell whether every form has a text."""
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return bool(forms) and all(form.strip() for form in forms)


def sources(folder: Path = FOLDER, domain: str = PAGES) -> list[Path]:
    """Return the .po files that make up a domain, the kernel's first, then by name."""
    found = (path for path in folder.glob("*.po") if (path.stem == SCRIPTS) == (domain == SCRIPTS))
    return sorted(found, key=lambda path: (path.stem != "marketplace", path.stem))


def catalogues(folder: Path = FOLDER, domain: str = PAGES) -> dict[Path, Catalog]:
    """Read the .po files that make up a domain."""
    found = {}
    for path in sources(folder, domain):
        with path.open("rb") as file:
            found[path] = read_po(file, locale=LOCALE)
    return found


def merge(found: dict[Path, Catalog]) -> tuple[Catalog, list[str]]:
    """Return all translated texts in one catalogue, and a sentence for every text with two translations."""
    merged = Catalog(locale=LOCALE)
    origin: dict[Key, tuple[Path, Message]] = {}
    quarrels = []
    for path, catalogue in found.items():
        for message in catalogue:
            if not message.id or message.fuzzy or not is_translated(message):
                continue
            first = origin.setdefault(key_of(message), (path, message))
            if _forms(first[1]) != _forms(message):
                quarrels.append(
                    f"{key_of(message)[0]!r}: {_forms(first[1])!r} in {first[0].name}, "
                    f"{_forms(message)!r} in {path.name}"
                )
            elif isinstance(message.id, tuple):  # a plural entry also answers the singular question
                origin[key_of(message)] = (path, message)
    for _, message in origin.values():
        merged.add(message.id, message.string, context=message.context)
    return merged, quarrels


def _forms(message: Message) -> str:
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def compile_messages(folder: Path = FOLDER, *, strict: bool = True) -> bool:
    """Bring the .mo files up to date; return whether one was written. Raises TwoTranslations when strict."""
    written = [_compile(folder, domain, strict=strict) for domain in (PAGES, SCRIPTS)]
    return any(written)


def _compile(folder: Path, domain: str, *, strict: bool) -> bool:
    target = folder / f"{domain}.mo"
    mark = _fingerprint(folder, domain)
    if target.exists() and mark in target.read_bytes():
        return False
    merged, quarrels = merge(catalogues(folder, domain))
    if quarrels and strict:
        raise TwoTranslations("; ".join(quarrels))
    merged.project = mark.decode()
    content = io.BytesIO()
    write_mo(content, merged)
    _replace(target, content.getvalue())
    return True


def _fingerprint(folder: Path, domain: str) -> bytes:
    digest = hashlib.sha256()
    for path in sources(folder, domain):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest().encode()


def _replace(target: Path, content: bytes) -> None:
    """Write aside and rename, so that several processes may do this at once."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=".tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(aside).chmod(0o644)
    Path(aside).replace(target)


if __name__ == "__main__":
    try:
        print("compiled" if compile_messages() else "up to date")
    except TwoTranslations as error:
        sys.exit(f"Two translations of one text: {error}")

"""Draft a visibility for fields that have none yet: cautious by name; a person then judges the draft."""

import tomllib
from pathlib import Path

SECRET = (
    "password",
    "secret",
    "private",
    "key",
    "token",
    "ciphertext",
    "share",
    "nonce",
    "sealed",
    "code_hash",
)
INTERNAL = (
    "email",
    "phone",
    "address",
    "error",
    "payload",
    "reason",
    "note",
    "ip",
    "account",
    "identity",
    "file",
)
PUBLIC_ROOMS = {"projects", "cms", "ranking", "opendata", "search"}
NEVER_PUBLIC = {"audit", "outbox", "notifications", "payments"}
PUBLIC_NAMES = {
    "id", "public_id", "reference", "title", "title_en", "name", "name_en", "state", "published_at", "created_at",
    "code", "number", "summary", "unit", "unit_en", "year", "community", "category", "organization", "spine",
}  # fmt: skip
ORDER = ("public", "party", "internal", "secret")


def level_of(room: str, name: str) -> str:
    """Return a cautious level for a field of the room."""
    if any(part in name for part in SECRET) and name not in {"key", "keys"}:
        return "secret"
    if room in NEVER_PUBLIC or any(part in name.split("_") for part in INTERNAL):
        return "internal"
    if name in PUBLIC_NAMES or room in PUBLIC_ROOMS:
        return "public"
    return "party"


def write(models, path: Path) -> None:
    """Complete the file; keep every level that is there, drop fields that are gone."""
    old = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    lines = [
        "# Who may see each field: public (anybody, once the object itself is public), party (those concerned),",
        "# internal (staff), secret (nobody by page). tests/house/test_visibility.py proves that no public output carries",
        "# a more private one.",
    ]
    for model in sorted(models, key=lambda model: model._meta.label):
        label = model._meta.label
        kept = {name: level for level, names in old.get(label, {}).items() for name in names}
        chosen: dict[str, list[str]] = {}
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            level = kept.get(field.name) or level_of(label.split(".")[0], field.name)
            chosen.setdefault(level, []).append(field.name)
        lines += ["", f'["{label}"]']
        for level in ORDER:
            if level in chosen:
                lines.append(
                    f"{level} = [{', '.join(repr(name) for name in chosen[level])}]".replace("'", '"')
                )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

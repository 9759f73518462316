"""Read settings from environment variables: one place, typed, with a sentence when a value is wrong."""

import os
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


class SettingWrong(SystemExit):
    """Stop with one sentence: a setting cannot be used as it stands."""


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def switch(name: str, default: bool = False) -> bool:
    """Return true for 1/true/yes/on, false for 0/false/no/off; refuse anything else."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingWrong(f"{name}={value!r}: write 1 or 0.")


def number(name: str, default: int) -> int:
    """Return a whole number; refuse anything else."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal():
        raise SettingWrong(f"{name}={value!r}: write a whole number.")
    return int(value)


def percentage(name: str, most: int) -> Decimal:
    """Return a percentage with at most two decimals, 0 when unset; refuse anything below 0 or above `most`."""
    value = text(name, "0")
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", value) or Decimal(value) > most:
        raise SettingWrong(
            f"{name}={value!r}: write a percentage from 0 to {most} with at most two decimals."
        )
    return Decimal(value)


def listed(name: str, default: str = "") -> list[str]:
    """Return the comma-separated parts without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def data_dir() -> Path:
    """Return the folder of everything that a run keeps (database, files, logs)."""
    return Path(text("DATA_DIR", str(BASE_DIR / ".data"))).resolve()


def database(url: str) -> dict[str, object]:
    """Turn postgresql://user:password@host:port/name?host=/socket into Django's settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingWrong(f"DATABASE_URL must begin with postgresql:// (it begins with {parts.scheme!r}).")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "marketplace",
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or (parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "OPTIONS": {"connect_timeout": 5, **query},
    }


def embedded_database(folder: Path) -> dict[str, object]:
    """Return Django's settings for the embedded server, which starts with the first connection."""
    return database("postgresql:///marketplace") | {
        "ENGINE": "marketplace.launch.embedded",
        "FOLDER": str(folder),
    }

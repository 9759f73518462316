"""The kinds of messages: each room declares its own in `phrases.KINDS`."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.formats import date_format
from django.utils.functional import Promise

INBOX, MAIL = "inbox", "mail"
CHANNELS = (INBOX, MAIL)


@dataclass(frozen=True)
class Kind:
    """A kind of message: texts filled by facts, why a person gets it, and whether law fixes it on.

    `title`, `body` and `why` are lazy translated strings with {named} facts; `mail` is the default of the channel.
    """

    code: str
    title: str | Promise
    body: str | Promise
    why: str | Promise
    is_legal: bool = False
    mail: bool = True


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Return every declared kind by code."""
    found: dict[str, Kind] = {}
    for config in apps.get_app_configs():
        if find_spec(config.name) and find_spec(f"{config.name}.phrases"):
            for kind in getattr(import_module(f"{config.name}.phrases"), "KINDS", ()):
                found[kind.code] = kind
    return found


ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?)?")
AMOUNT = re.compile(r"\d+\.\d{2}")


def spoken(fact: str) -> str:
    """Return a stored fact as people read it: a day or moment of the district in words, an amount with separators."""
    if AMOUNT.fullmatch(fact):
        return f"{Decimal(fact):,}"
    found = ISO_DAY.fullmatch(fact)
    if found is None:
        return fact
    try:
        day = date_format(date.fromisoformat(found[1]))
    except ValueError:
        return fact
    return f"{day} {found[2]}" if found[2] else day

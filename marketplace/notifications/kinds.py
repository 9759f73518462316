"""The kinds of messages: each room declares its own in `phrases.KINDS`."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
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

"""Find the sentence of a refusal or a reason in the rooms' `phrases`."""

from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext as _

from marketplace.core.refusals import Refused
from marketplace.workdays.rules import CalendarNotLoaded


@lru_cache(maxsize=1)
def _collected() -> dict[str, object]:
    found: dict[str, object] = {}
    for config in apps.get_app_configs():
        if not find_spec(config.name) or not find_spec(f"{config.name}.phrases"):
            continue
        module = import_module(f"{config.name}.phrases")
        for table in ("REFUSALS", "REASONS"):
            found.update(getattr(module, table, {}))
    return found


def known_codes() -> set[str]:
    """Return every code that has a sentence."""
    return set(_collected())


def reason_text(code: str, facts: Mapping[str, object] | None = None) -> str:
    """Return the translated sentence of a verdict's reason, filled with its facts."""
    sentence = str(_collected().get(code) or _("You may not do this."))
    return sentence.format_map(_Facts(facts or {}))


def refusal_text(refused: Refused) -> str:
    """Return the translated sentence of a refusal, filled with its facts, with its citation behind it."""
    sentence = str(_collected().get(refused.code) or _("This is not possible now."))
    filled = sentence.format_map(_Facts(_spelled(refused.facts)))
    return f"{filled} {citation_text(refused)}".strip()


def citation_text(refused: Refused) -> str:
    """Return the citation in brackets, with the instrument's title in the reader's language."""
    if refused.citation is None:
        return ""
    from django.utils.translation import get_language

    from marketplace.statutes import INSTRUMENTS

    instrument = INSTRUMENTS.get(refused.citation.instrument)
    if instrument is None:
        return f"({refused.citation})"
    chinese = (get_language() or "").startswith("zh")
    article = refused.citation.article.replace("art. ", "")
    if chinese:
        return f"（《{instrument.title}》{f'第{article}条' if article else ''}）"
    return f"({instrument.title_en}{f', art. {article}' if article else ''})"


def as_refusal(caught: Refused | CalendarNotLoaded) -> Refused:
    """Return the refusal itself, or the one that names the year whose holiday plan is missing."""
    if isinstance(caught, Refused):
        return caught
    return Refused("workdays.year_not_loaded", status=409, year=caught.year)


def _spelled(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the facts with every code among them as its own sentence, filled with the same facts."""
    known = _collected()
    return {
        name: str(known[value]).format_map(_Facts(facts))
        if isinstance(value, str) and value in known
        else value
        for name, value in facts.items()
    }


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"

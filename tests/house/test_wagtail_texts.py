"""The editors' pages speak Chinese: what Wagtail's own catalogues leave in English, ours translate.

After an upgrade of Wagtail these tests name what is new (to translate) and what is gone (to drop).
"""

import re
from collections import Counter
from pathlib import Path

import pytest
import wagtail
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from marketplace.launch import messages

from .sources import demand_none

WAGTAIL = Path(wagtail.__file__).parent
OURS = {messages.PAGES: "wagtail.po", messages.SCRIPTS: "djangojs.po"}
PLACE = re.compile(r"%\([a-zA-Z_]+\)[sd]|\{[a-z_]+\}|<[^>]+>")
UNLISTED = {'You do not have permission to publish pages at "%(page_title)s"'}
"""In Wagtail's sources, but not in its English catalogue."""
MISPLACED = {"Deleting this page will also delete %(translation_count)s translation of this page."}
"""The plural counts child pages, though it is shown only where there are none."""


def _read(path: Path, locale: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _english(domain: str) -> dict[Path, list[Message]]:
    """Return the texts of every part of Wagtail."""
    paths = sorted(WAGTAIL.glob(f"**/locale/en/LC_MESSAGES/{domain}.po"))
    return {path: [message for message in _read(path, "en") if message.id] for path in paths}


def _translated(catalogue: Catalog) -> set[messages.Key]:
    return {
        messages.key_of(message)
        for message in catalogue
        if message.id and not message.fuzzy and messages.is_translated(message)
    }


def _theirs(english: Path) -> set[messages.Key]:
    chinese = english.parents[2] / messages.LOCALE / "LC_MESSAGES" / english.name
    return _translated(_read(chinese, messages.LOCALE)) if chinese.exists() else set()


def _ours(domain: str) -> Catalog:
    return messages.catalogues(domain=domain)[messages.FOLDER / OURS[domain]]


@pytest.mark.parametrize(("domain", "at_least"), [(messages.PAGES, 1800), (messages.SCRIPTS, 80)])
def test_every_text_of_wagtail_is_translated(domain, at_least):
    english = _english(domain)
    assert sum(map(len, english.values())) >= at_least
    ours = _translated(messages.merge(messages.catalogues(domain=domain))[0])
    missing = [
        f"{path.relative_to(WAGTAIL).parts[0]}: {messages.key_of(message)[0]}"
        for path, texts in english.items()
        for message in texts
        if messages.key_of(message) not in ours | _theirs(path)
    ]
    demand_none(missing, f"translate into {OURS[domain]}")


@pytest.mark.parametrize("domain", OURS)
def test_every_text_of_ours_is_one_of_wagtails(domain):
    known = {messages.key_of(message)[0] for texts in _english(domain).values() for message in texts}
    gone = {messages.key_of(message)[0] for message in _ours(domain) if message.id} - known - UNLISTED
    demand_none(gone, f"drop from {OURS[domain]}")


@pytest.mark.parametrize("domain", OURS)
def test_places_and_tags_are_the_same_in_both_languages(domain):
    wrong = []
    for message in _ours(domain):
        if not message.id or messages.key_of(message)[0] in MISPLACED:
            continue
        source = message.id if isinstance(message.id, str) else message.id[-1]
        target = message.string if isinstance(message.string, str) else message.string[0]
        if Counter(PLACE.findall(source)) != Counter(PLACE.findall(target)):
            wrong.append((source, target))
    demand_none(wrong)

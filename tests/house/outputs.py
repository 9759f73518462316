"""Marks in every private field, and everything that the public can fetch: what a canary test needs."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import count
from urllib.parse import urldefrag, urljoin, urlsplit

from django.apps import apps
from django.db import DatabaseError, models, transaction

TEXTS = (models.CharField, models.TextField)
KEPT = {"path", "key", "kind", "code", "subject_path", "content_type", "file", "language", "uscc"}
"""Addresses, kinds and keys by which the product finds its own rows; a mark in them would only break pages."""
APART = {"audit", "outbox"}
"""Append-only logs: the database refuses the mark; no public page reads them (see `test_no_public_page_reads_logs`)."""
SEEDS = (
    "/", "/en/", "/needs/", "/needs/refused/", "/deliberations/", "/projects/", "/projects/past/", "/tenders/",
    "/contracts/", "/organizations/", "/ranking/", "/communities/", "/catalogue/", "/rules/", "/incubator/", "/data/",
    "/data/tenders.atom", "/data/awards.atom", "/search/?q=服务", "/search/?q=QZ", "/styleguide/", "/account/login/",
    "/account/signup/", "/api/v1/", "/en/projects/", "/en/tenders/", "/en/contracts/", "/en/organizations/", "/en/ranking/",
)  # fmt: skip
LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)|"((?:http://testserver)?/[\w/.?=&%-]+)\"""")
CLOSED = re.compile(r"^/(en/)?(account/log|static/|demo/|language/|work/|my/|cms/)")


def private_fields(levels: dict[str, dict[str, str]]) -> Iterator[tuple[type[models.Model], models.Field]]:
    """Yield every text field that is declared more private than public and may hold any text."""
    for label, fields in levels.items():
        model = apps.get_model(label)
        if model._meta.app_label in APART:
            continue
        for field in model._meta.local_fields:
            free = isinstance(field, TEXTS) and not field.choices and field.name not in KEPT
            if free and fields[field.name] != "public":
                yield model, field


def mark_all(levels: dict[str, dict[str, str]]) -> dict[str, str]:
    """Write another mark into each private text of each row; return {mark: where it stands}."""
    numbers, marks = count(1), {}
    for model, field in private_fields(levels):
        for pk in list(model._base_manager.values_list("pk", flat=True)):
            mark = f"QZ{next(numbers):05d}X"
            if (field.max_length or 99) < len(mark) or not _write(model, pk, field.name, mark):
                continue
            marks[mark] = f"{model._meta.label}.{field.name}"
    return marks


def _write(model: type[models.Model], pk: object, name: str, mark: str) -> bool:
    """Write the mark; False where a rule of the database forbids it."""
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(pk=pk).update(**{name: mark}))
    except DatabaseError:
        return False


def public_outputs(client, most: int = 400) -> dict[str, tuple[int, str]]:
    """Return {address: (status, body)} of everything that a visitor reaches by links from the public pages.

    Of addresses that differ only in what is asked of a list, three are read.
    """
    waiting, seen, kinds = list(SEEDS), set(SEEDS), {}
    found: dict[str, tuple[int, str]] = {}
    while waiting and len(found) < most:
        address = waiting.pop(0)
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        text = unescape(body.decode("utf-8", "replace"))
        found[address] = (response.status_code, text)
        if response.status_code in {301, 302}:
            text = f'href="{response["Location"]}"'
        for link in _links(address, text):
            path = urlsplit(link).path
            kinds[path] = kinds.get(path, 0) + 1
            if link not in seen and kinds[path] <= 3:
                seen.add(link)
                waiting.append(link)
    return found


def _links(here: str, text: str) -> Iterator[str]:
    for one, other in LINK.findall(text):
        link = urldefrag(urljoin(here, one or other)).url
        parts = urlsplit(link)
        if (
            parts.netloc in {"", "testserver"}
            and parts.scheme in {"", "http"}
            and not CLOSED.match(parts.path)
        ):
            yield link.removeprefix("http://testserver")


def leaks(outputs: dict[str, tuple[int, str]], marks: dict[str, str]) -> set[tuple[str, str]]:
    """Return (field, address) of every mark that stands in an output."""
    return {
        (marks[mark], address)
        for address, (_status, text) in outputs.items()
        for mark in re.findall(r"QZ\d{5}X", text)
        if mark in marks
    }

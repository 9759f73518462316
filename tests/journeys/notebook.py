"""What the journey notes on its way: pages seen by whom, faults, findings of axe-core, clicks, and the addresses reached."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .scanning import Finding, scan

if TYPE_CHECKING:
    from .person import Person

NUMBERS = re.compile(r"/(?:[a-z0-9]{8,}|\d+|[A-Z]{2}-\d{4}-\d+)(?=/|$)")
ENGLISH = re.compile(r"(?<![\w@./#=:-])[A-Za-z]{4,}(?![\w@./=:-])")
KNOWN = {"English", "rank", "JSON", "OCDS", "TOTP", "HTML", "HASH", "data", "demo"}
LEFT_OUT = ("/account/logout",)


def pattern(path: str) -> str:
    """Return an address without the names of single objects, so that a page is scanned once."""
    address, _, query = path.partition("?")
    names = sorted(part.partition("=")[0] for part in query.split("&") if part)
    return NUMBERS.sub("/*", address) + ("?" + "&".join(names) if names else "")


class Notebook:
    """Everything that is noted; `reached` is kept in a file when one is given, to go on from there."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.reached: dict[str, str] = json.loads(file.read_text()) if file and file.exists() else {}
        self.pages = file.with_name("seen.json") if file else None
        self.seen: dict[str, dict[str, str]] = {}
        if self.pages and self.pages.exists():
            self.seen = json.loads(self.pages.read_text())
        self.findings: list[Finding] = []
        self.faults: list[str] = []
        self.english: list[str] = []
        self.clicks: list[str] = []
        self.shots = 0
        self.is_scanning = True
        self.last: Person | None = None

    def fault(self, key: str, text: str) -> None:
        """Note an error that a page showed."""
        self.faults.append(f"{key}: {text}")

    def look(self, person: Person) -> None:
        """Scan a page in normal mode when its pattern is new to the role, and note its address."""
        self.last, path = person, person.path
        if path.startswith(LEFT_OUT) or not path.startswith("/"):
            return
        answer = person.answer
        state = "" if answer is None or answer.status < 400 else f" {answer.status}"
        mark, mine = pattern(path) + state, self.seen.setdefault(person.key, {})
        if mark in mine:
            return
        is_new = not any(mark in other for other in self.seen.values())
        mine[mark] = "" if answer is None or answer.request.method != "GET" or state else path
        if self.pages:
            self.pages.write_text(json.dumps(self.seen, ensure_ascii=False))
        if is_new and self.is_scanning:
            self.findings += scan(person.page, person.key, "normal")
            text = person.main.inner_text()
            self.english += [
                f"{person.key} {path}: {found}" for found in ENGLISH.findall(text) if found not in KNOWN
            ]

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Return who saw which page, each pattern once."""
        known: set[str] = set()
        for key, pages in self.seen.items():
            for mark, path in pages.items():
                if path and mark not in known:
                    known.add(mark)
                    yield key, path

    def counted(self, key: str, what: str, clicks: int, budget: int) -> None:
        """Note how many clicks a task took."""
        self.clicks.append(f"{key} {what}: {clicks} of {budget}")

    def next_shot(self) -> int:
        """Number the screenshots in the order of the journey."""
        self.shots += 1
        return self.shots

    def reach(self, **addresses: str) -> None:
        """Note an address that later steps need."""
        self.reached |= addresses
        if self.file:
            self.file.write_text(json.dumps(self.reached, ensure_ascii=False, indent=1))

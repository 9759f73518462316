"""One person in front of a real browser: goes, presses, types; every page that opens is watched and scanned."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Request, Response, expect

from .codes import PASSWORD, next_code
from .notebook import Notebook

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts" / "journeys"
PATIENCE = 60
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Person:
    """A role with a browser of its own; clicks are counted, errors and English words on Chinese pages noted."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        key: str,
        notebook: Notebook,
        *,
        phone: bool = False,
        **options: object,
    ) -> None:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        self.site, self.key, self.notebook = site, key, notebook
        self.context = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", viewport=size, base_url=site, **options
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.clicks = self.shots = 0
        self.sent: Request | None = None
        self.answer: Response | None = None
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: notebook.fault(key, str(error)))
        self.page.on("response", self._response)

    def _console(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.notebook.fault(self.key, message.text)

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.notebook.fault(self.key, f"{response.status} {response.url}")
        if response.request.is_navigation_request():
            self.answer = response
            if response.request.method == "POST":
                self.sent = response.request

    # --- where one is -----------------------------------------------------------------------------------------
    @property
    def path(self) -> str:
        """The address of the open page, without the site."""
        return self.page.url.removeprefix(self.site)

    @property
    def demo_now(self) -> datetime:
        """Read the clock of the demo district off the page."""
        return datetime.fromisoformat(self.page.locator(".demo-clock time").get_attribute("datetime"))

    @property
    def main(self) -> Locator:
        """The content of the page, without frame and navigation."""
        return self.page.locator("#main")

    def go(self, path: str) -> "Person":
        """Open an address."""
        self.page.goto(path)
        return self.arrive()

    def arrive(self) -> "Person":
        """Look at the page that has opened; give the second factor where it is asked for."""
        self.page.wait_for_load_state("domcontentloaded")
        if "/account/2fa/" in self.page.url and self.page.locator("input[name=code]").count():
            self._confirm()
        self.notebook.look(self)
        return self

    def _confirm(self) -> None:
        here = self.page.url
        self.page.fill("input[name=code]", next_code(self.key))
        self.page.locator("#main form button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: url != here)

    def sees(self, *texts: str) -> "Person":
        """Assert that the content of the page says all of this."""
        for text in texts:
            expect(self.main, f"{self.key} {self.path}").to_contain_text(text)
        return self

    def sees_not(self, *texts: str) -> "Person":
        """Assert that the content of the page says none of this."""
        for text in texts:
            expect(self.main, f"{self.key} {self.path}").not_to_contain_text(text)
        return self

    # --- what one does ----------------------------------------------------------------------------------------
    def press(self, target: str | Locator, *, within: Locator | None = None) -> "Person":
        """Press a button or follow a link, found by its words."""
        self.clicks += 1
        self._find(target, within).click()
        return self.arrive()

    def _find(self, target: str | Locator, within: Locator | None = None) -> Locator:
        if not isinstance(target, str):
            return target
        where = within or self.main
        button, link = where.get_by_role("button", name=target, exact=True), where.get_by_role("link")
        candidates = (
            button.or_(where.get_by_role("link", name=target, exact=True)),
            link.filter(has_text=target),
            where.locator("summary", has_text=target),
        )
        shown = (found.filter(visible=True) for found in candidates)
        return next((found.first for found in shown if found.count()), candidates[0].first)

    def choose(self, name: str, value: str = "") -> "Person":
        """Tick a box or choose one of several, as a person does: by pressing its label."""
        mark = f"#main input[name='{name}']" + (f"[value='{value}']" if value else "")
        self.clicks += 1
        self.page.locator(mark).filter(visible=True).first.check()
        return self

    def select(self, name: str, value: str) -> "Person":
        """Choose from a list."""
        self.clicks += 1
        self.page.locator(f"#main select[name='{name}']").filter(visible=True).first.select_option(value)
        return self

    def type(self, **values: object) -> "Person":
        """Type into fields by their names; nothing of it counts as a click."""
        for name, value in values.items():
            self.page.locator(f"#main [name='{name}']").filter(visible=True).first.fill(str(value))
        return self

    def attach(self, name: str, *files: dict) -> "Person":
        """Choose files."""
        self.clicks += 1
        self.page.locator(f"#main input[name='{name}']").first.set_input_files(list(files))
        return self

    def bad(
        self, button: str | Locator, *, says: str, keeps: dict[str, str] | None = None, status: int = 422,
        within: Locator | None = None,
    ) -> "Person":  # fmt: skip
        """Send bad input: a sentence in Chinese at the top, no error of the server, and what was typed is still there."""
        before = self.clicks
        self.press(button, within=within)
        self.clicks = before
        assert self.answer is not None
        assert self.answer.status == status, f"{self.key} {self.path}: {self.answer.status}"
        summary = self.page.locator(".error-summary").first
        expect(summary, f"{self.key} {self.path}").to_be_visible()
        text = summary.inner_text()
        assert CHINESE.search(text), text
        assert says in text, f"{self.path}: {text!r} does not say {says!r}"
        for name, value in (keeps or {}).items():
            expect(self.page.locator(f"#main [name='{name}']").filter(visible=True).first).to_have_value(
                value
            )
        return self

    def submit_twice(
        self,
        button: str | Locator,
        *,
        within: Locator | None = None,
        again: bool = True,
        patience: int = 15,
    ) -> "Person":
        """Press a button twice in a row; then send the very same form once more, as a browser without script would."""
        self.clicks += 1
        self.sent = None
        self.page.wait_for_load_state("load")  # the script that lets a form go once is there
        target, here = self._find(button, within), self.page.url
        with self.page.expect_navigation(wait_until="domcontentloaded", timeout=patience * 1000):
            target.dblclick(no_wait_after=True)
        self.arrive()
        assert self.answer is not None
        assert self.answer.status == 200, (
            f"{self.key} {here} → {self.path}: {self.answer.status}: {self.problems()}"
        )
        if again and self.sent is not None and (body := self.sent.post_data_buffer):
            kind = self.sent.headers.get("content-type", "")
            headers = {"content-type": kind, "referer": here, "origin": self.site}
            answer = self.context.request.post(self.sent.url, data=body, headers=headers, max_redirects=0)
            assert answer.status in {200, 302, 403, 404, 409, 422}, (
                f"{self.sent.url}: {answer.status} when sent again"
            )
            self.page.reload()
        return self

    def bad_here(self, button: str, *, says: str, keeps: dict[str, str] | None = None) -> "Person":
        """Send bad input to a page whose script judges it: the same summary, without leaving the page."""
        self._find(button).click()
        summary = self.page.locator(".error-summary").first
        expect(summary, f"{self.key} {self.path}").to_contain_text(says, timeout=PATIENCE * 1000)
        for name, value in (keeps or {}).items():
            expect(self.page.locator(f"#main [name='{name}']").first).to_have_value(value)
        return self

    def seals(self) -> "Person":
        """Press the button twice: the browser encrypts, uploads, seals once; then go on to the receipt."""
        self.clicks += 1
        self._find("密封提交").dblclick(no_wait_after=True)
        done = self.page.locator("[data-sealing-done]")
        expect(done, f"{self.key} {self.path}").to_contain_text("AGE-SECRET-KEY-1", timeout=30_000)
        self.shot("sealed-in-browser")
        self.page.get_by_role("link", name="查看回执").click()
        return self.arrive().sees("已密封")

    def problems(self) -> str:
        """Return what the page complains about, for messages."""
        found = self.page.locator(".error-summary, .notice-warn, h1").all_inner_texts()
        return " / ".join(found)[:600]

    # --- what is kept -----------------------------------------------------------------------------------------
    @contextmanager
    def within_clicks(self, budget: int, what: str) -> Iterator[None]:
        """Assert that a task needs no more clicks than its budget."""
        self.clicks = 0
        yield
        self.notebook.counted(self.key, what, self.clicks, budget)
        assert self.clicks <= budget, f"{what}: {self.clicks} clicks, at most {budget}"

    def shot(self, name: str) -> "Person":
        """Keep a screenshot as an artifact; where nobody looks at them, only of a failure."""
        if os.environ.get("CI") and not name.startswith("failed"):
            return self
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(
            path=ARTIFACTS / f"{self.notebook.next_shot():02d}-{self.key}-{name}.png", full_page=True
        )
        return self

    def sign_in(self, *, second_factor: bool = False) -> "Person":
        """Sign in by e-mail and password, and the code of the second factor."""
        page = self.page
        page.goto("/account/login/")
        page.fill("input[name=login]", f"{self.key}@demo.example")
        page.fill("input[name=password]", PASSWORD)
        page.locator("#main form button[type=submit]").first.click()
        if second_factor:
            page.fill("input[name=code]", next_code(self.key))
            page.locator("#main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/account/" not in url)
        return self.arrive()

    def awaits(self, path: str, text: str) -> "Person":
        """Open a page again until it shows what a worker writes behind the pages."""
        end = time.monotonic() + PATIENCE
        while self.go(path).main.get_by_text(text).count() == 0 and time.monotonic() < end:
            time.sleep(0.5)
        return self.sees(text)

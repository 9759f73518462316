"""A running district and real browsers: the product is started as README says and used by clicks only."""

import base64
import hashlib
import hmac
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts" / "journeys"
CHROMIUM = shutil.which("chromium")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "demo-marketplace-2026"
START_SECONDS = 240


def pytest_collection_modifyitems(items):
    """Mark every test of this folder; skip where no browser is installed."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.enable_socket)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium: run `make services`"))


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """Start the whole product on a fresh folder; yield its address; stop it as Ctrl-C does."""
    folder = tmp_path_factory.mktemp("district")
    folder.chmod(0o755)
    port = free_port()
    environment = {
        k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "PROFILE", "DJANGO_SETTINGS_MODULE"}
    }
    environment |= {"DATA_DIR": str(folder), "PORT": str(port), "PROFILE": "demo", "PYTHONUNBUFFERED": "1"}
    log = (folder / "run.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "marketplace.launch.supervisor"],
        cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, process, folder / "run.log")
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / "run.log", ARTIFACTS / "run.log")


def wait_until_ready(address: str, process: subprocess.Popen, log: Path) -> None:
    """Wait for /readyz; fail with the log when the product does not come up."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=3):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"the product did not start:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


def totp(secret: str = SECRET, *, at: float | None = None) -> str:
    """Return the six digits of RFC 6238 (SHA-1, 30 s)."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Person:
    """A role with a browser of its own; every page it sees is watched for errors."""

    def __init__(
        self, browser: Browser, site: str, key: str, *, phone: bool = False, locale: str = "zh-CN"
    ) -> None:
        self.site, self.key = site, key
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        self.context: BrowserContext = browser.new_context(
            locale=locale, timezone_id="Asia/Shanghai", viewport=size, base_url=site
        )
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", self._response)
        self.shots = 0

    def _console(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)

    def _response(self, response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")

    def sign_in(self, *, second_factor: bool = False) -> "Person":
        """Sign in by e-mail and password, and the code of the second factor."""
        page = self.page
        page.goto("/account/login/")
        page.fill("input[name=login]", f"{self.key}@demo.example")
        page.fill("input[name=password]", PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        if second_factor:
            page.fill("input[name=code]", totp())
            page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda url: "/account/" not in url)
        return self

    def shot(self, name: str) -> None:
        """Keep a screenshot as an artifact."""
        ARTIFACTS.mkdir(parents=True, exist_ok=True)
        self.shots += 1
        self.page.screenshot(path=ARTIFACTS / f"{self.key}-{self.shots:02d}-{name}.png", full_page=True)

    def close(self) -> None:
        """Close the browser; any error that a page showed fails the journey."""
        self.context.close()
        assert not self.faults, self.faults


@pytest.fixture
def people(browser, site):
    """Make people by key: people("officer", second_factor=True)."""
    known: dict[str, Person] = {}

    def get(key: str, *, second_factor: bool = False, phone: bool = False) -> Person:
        if key not in known:
            known[key] = Person(browser, site, key, phone=phone)
            known[key].sign_in(second_factor=second_factor)
        return known[key]

    yield get
    for person in known.values():
        person.close()

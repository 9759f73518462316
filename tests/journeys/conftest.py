"""A running district and real browsers: the product is started as README says and used by clicks only.

`JOURNEY_SITE` uses a product that already runs, `JOURNEY_STATE` keeps the addresses reached and the sessions in a
folder: with both, one step of the loop can be repeated while it is being worked on.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Browser, sync_playwright

from .cast import Cast
from .notebook import Notebook
from .person import ARTIFACTS, ROOT

CHROMIUM = shutil.which("chromium")
OF_THE_TESTS = {"DATABASE_URL", "BROKER_URL", "SEARCH_URL", "PROFILE", "DJANGO_SETTINGS_MODULE"}
START_SECONDS = 600
STATE = Path(os.environ["JOURNEY_STATE"]) if os.environ.get("JOURNEY_STATE") else None


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
def site() -> Iterator[str]:
    """Start the whole product on a fresh folder; yield its address; stop it as Ctrl-C does."""
    if os.environ.get("JOURNEY_SITE"):
        yield os.environ["JOURNEY_SITE"].rstrip("/")
        return
    folder = Path(
        tempfile.mkdtemp(prefix="district-")
    )  # another session of pytest closes the folders of pytest
    folder.chmod(0o755)
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
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
        shutil.rmtree(folder, ignore_errors=True)


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
                "--lang=zh-CN",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def notebook() -> Notebook:
    """What the journeys note on their way."""
    return Notebook(STATE / "reached.json" if STATE else None)


@pytest.fixture(scope="session")
def cast(browser, site, notebook) -> Iterator[Cast]:
    """Everybody who takes part; each signs in once and keeps the browser."""
    everybody = Cast(browser, site, notebook, STATE)
    yield everybody
    everybody.close()

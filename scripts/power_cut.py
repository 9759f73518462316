#!/usr/bin/env python3
"""Pull the plug of a running marketplace while three programs seal bids, again and again; then look for what was lost.

A whole product runs on a disk of its own: an ext4 image in a file on XFS, which can copy a file in an instant. Such a
copy is the disk as a power cut would leave it: what was not flushed is not there. Between the cuts web server, worker
and database are ended by `kill -9`. Every receipt that a program held before a cut must be found on that cut with its
ciphertext; every seal without an answer is sent again with its token until it has one. Needs root, xfsprogs and some
4 GB; nothing outside its temporary folder is touched. `--without-flush` proves that the test can fail: the product
runs with every flush swallowed (libeatmydata), and receipts must be missing.

  sudo .venv/bin/python scripts/power_cut.py --cuts 3 --kills 4 --seconds 90
"""

import argparse
import base64
import contextlib
import hmac
import json
import os
import random
import secrets
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sealbid

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 600
RETRY_SECONDS = 180
MILD = 120_000  # bytes of the largest file in a bid
BIDDERS = ("bidder_1", "bidder_2", "bidder_3")
FLUSHLESS = "libeatmydata.so"


def run(*words: object, **options: object) -> str:
    """Run a program; return what it printed, raise CalledProcessError when it fails."""
    done = subprocess.run(
        [str(word) for word in words], check=True, text=True, capture_output=True, **options
    )
    return done.stdout


class Disk:
    """An ext4 file system inside a file on XFS: cut() copies it in an instant."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.outer, self.inner = folder, folder / "outer", folder / "inner"
        self.mounted: list[Path] = []
        self._image(folder / "outer.img", "3G", ["mkfs.xfs", "-q", "-m", "reflink=1"], self.outer)
        self._image(self.outer / "inner.img", "900M", ["mkfs.ext4", "-q"], self.inner)
        self.inner.chmod(0o755)

    def _image(self, image: Path, size: str, make: list[str], where: Path) -> None:
        run("truncate", "-s", size, image)
        run(*make, image)
        self._mount(image, where)

    def _mount(self, image: Path, where: Path) -> None:
        where.mkdir()
        run("mount", "-o", "loop", image, where)
        self.mounted.append(where)

    def cut(self, number: int) -> float:
        """Copy the disk as it is; return the moment before the copy began."""
        moment = time.time()
        run("cp", "--reflink=always", self.outer / "inner.img", self.outer / f"cut{number}.img")
        return moment

    @contextlib.contextmanager
    def after_cut(self, number: int):
        """Mount a copy; its journal is replayed, as at the next start of a machine."""
        where = self.folder / f"cut{number}"
        self._mount(self.outer / f"cut{number}.img", where)
        try:
            yield where
        finally:
            self.release(where)

    def release(self, where: Path) -> None:
        """Unmount, patiently: a database may still be closing its files."""
        for _ in range(40):
            if subprocess.run(["umount", where], check=False, capture_output=True).returncode == 0:
                self.mounted.remove(where)
                return
            time.sleep(0.5)
        raise SystemExit(f"{where} cannot be unmounted")

    def close(self) -> None:
        """Unmount everything, the inner disk first."""
        for where in reversed(self.mounted.copy()):
            self.release(where)


@dataclass
class Product:
    """The marketplace on a data folder, in the profile that outside testers use."""

    data: Path
    port: int
    log: Path
    preload: str = ""
    process: subprocess.Popen | None = None

    def environment(self) -> dict[str, str]:
        """Return the variables of the run: nothing of the caller's own marketplace."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TERM") if name in os.environ}
        preload = {"LD_PRELOAD": self.preload} if self.preload else {}
        return kept | preload | {
            "DATA_DIR": str(self.data), "PORT": str(self.port), "PROFILE": "acceptance",
            "MIN_TENDER_PERIOD_SECONDS": "0", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip

    def start(self) -> None:
        """Start as `make run` does and wait until pages can be served."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "marketplace.launch.supervisor"], cwd=ROOT, env=self.environment(),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.site}/readyz", timeout=3):
                return
            time.sleep(0.5)
        raise SystemExit(f"the product did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    @property
    def site(self) -> str:
        """The address of the product."""
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run a command of the product."""
        command = [sys.executable, "-W", "ignore", "manage.py", *map(str, words)]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment(), text=True, capture_output=True, check=False
        )

    def kill(self, who: str) -> None:
        """End web server, worker or database without a warning."""
        if who == "database":
            victim = int((self.data / "postgres" / "postmaster.pid").read_text().split("\n")[0])
        else:
            module = {"web": "granian", "worker": "celery"}[who]
            found = [child for child in self._children() if module in command_of(child)]
            if not found:
                return
            victim = random.choice(found)
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)

    def _children(self) -> list[int]:
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            with contextlib.suppress(OSError):
                born = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
                waiting += map(int, born)
                found += map(int, born)
        return found

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(60)
        self.stop_database()

    def stop_database(self) -> None:
        """Stop the embedded server that a command has started."""
        words = [sys.executable, "-m", "marketplace.launch.postgres", "stop", self.data / "postgres"]
        subprocess.run(words, cwd=ROOT, env=self.environment(), check=False, capture_output=True)


def command_of(pid: int) -> str:
    """Return the command line of a process, or nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


class Program:
    """A signed-in program that does not give up: a lost answer is asked for again."""

    def __init__(self, site: str, account: dict[str, str]) -> None:
        self.root, self.account, self.token = f"{site}/api/v1", account, ""
        self.token = self.ask("POST", "/session", {
            "login": account["email"], "password": account["password"], "code": one_time(account["totp"]),
        })["token"]  # fmt: skip

    def ask(self, method: str, path: str, body: object = None, *, key: str = "") -> dict:
        """Ask until there is an answer; return its JSON. Raises SystemExit when the product refuses."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
        headers = {"content-type": kind, "authorization": f"Bearer {self.token}", "idempotency-key": key}
        headers = {name: value for name, value in headers.items() if value and value != "Bearer "}
        end = time.monotonic() + RETRY_SECONDS
        while True:
            request = urllib.request.Request(self.root + path, data=raw, headers=headers, method=method)
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    return json.loads(answer.read() or b"{}")
            except urllib.error.HTTPError as error:
                said = error.read().decode(errors="replace")
                if error.code < 500 and error.code != 429:
                    raise SystemExit(f"{method} {path}: {error.code} {said[:600]}") from error
            except (OSError, ValueError) as error:
                said = str(error)
            if time.monotonic() > end:
                raise SystemExit(f"{method} {path}: no answer in {RETRY_SECONDS} s: {said[:600]}")
            time.sleep(0.3)


def one_time(secret: str) -> str:
    """Return the six digits of this half minute (RFC 6238)."""
    padded = secret + "=" * (-len(secret) % 8)
    mark = hmac.digest(
        base64.b32decode(padded, casefold=True), struct.pack(">Q", int(time.time()) // 30), "sha1"
    )
    place = mark[-1] & 15
    return f"{(struct.unpack('>I', mark[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@dataclass
class Record:
    """What the programs were told, written down outside the disk that is cut."""

    receipts: list[tuple[float, str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, receipt: dict[str, str]) -> None:
        """Note a receipt with the moment it was in hand."""
        with self.lock:
            self.receipts.append((time.time(), receipt["receipt"], receipt["manifest"]))

    def until(self, moment: float) -> list[str]:
        """Return the lines for `verify_sealed --receipts` of everything in hand before the moment."""
        return [f"{number} {manifest}\n" for at, number, manifest in self.receipts if at < moment]


def seal_once(bidder: Program, tender: str) -> dict[str, str]:
    """Seal one bid with random files; return its receipt. The same token is sent until it is answered."""
    terms = bidder.ask("GET", f"/tenders/{tender}/sealing-terms")
    price = f"{random.randint(90_000, 110_000)}.00"
    contents = {
        "technical": ({}, secrets.token_bytes(random.randint(1, MILD))),
        "price_form": ({"price": price, "currency": "CNY"}, b""),
        "price_attachments": ({}, b""),
    }
    envelopes = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, (form, content) in contents.items():
            path = Path(folder) / f"{kind}.bin"
            path.write_bytes(content)
            manifest, blobs, files, _ = sealbid.seal_envelope(
                kind, form, [path] if content else [], terms["header"], terms["holders"]
            )
            envelopes.append({"manifest": manifest, "shares": [base64.b64encode(b).decode() for b in blobs]})
            for name, part in files.items():
                bidder.ask("PUT", f"/tenders/{tender}/parts/{name}?size={len(part)}&offset=0", part)
    return bidder.ask("POST", f"/tenders/{tender}/seal", {"envelopes": envelopes}, key=secrets.token_hex(16))[
        "receipt"
    ]


def keep_sealing(bidder: Program, tender: str, record: Record, stop: threading.Event) -> None:
    """Replace the own bid by a new one until told to stop."""
    while not stop.is_set():
        try:
            record.keep(seal_once(bidder, tender))
        except SystemExit as error:
            record.failures.append(str(error))
            return


def publish(product: Product, facts: dict) -> str:
    """Publish a tender that stays open for the whole run; return its id."""
    officer, approver = (
        Program(product.site, facts["accounts"][role]) for role in ("project_officer", "approver")
    )
    deadline = datetime.now(UTC) + timedelta(days=40)
    body = {"project": facts["projects"][0], "bid_deadline": deadline.isoformat()}
    tender = officer.ask("POST", "/tenders", body)["id"]
    officer.ask("POST", f"/tenders/{tender}/submit")
    approver.ask("POST", f"/tenders/{tender}/publish", {})
    return tender


def disturb(product: Product, disk: Disk, given: argparse.Namespace) -> list[float]:
    """Cut and kill at random moments; return when the cuts were."""
    acts = ["cut"] * given.cuts + ["kill"] * given.kills
    random.shuffle(acts)
    victims, moments = ["web", "database", "worker"], []
    for place, act in enumerate(acts):
        time.sleep(random.uniform(0.5, 1.5) * given.seconds / len(acts))
        if act == "cut":
            moments.append(disk.cut(len(moments)))
        else:
            product.kill(victims[place % len(victims)])
        print(f"  {act}{'' if act == 'cut' else ' -9 ' + victims[place % len(victims)]}", flush=True)
    return moments


def losses(product: Product, receipts: list[str], folder: Path) -> str:
    """Start the database of a data folder; return what verify_sealed finds wrong, or nothing."""
    listed = folder / "receipts.txt"
    listed.write_text("".join(receipts))
    found = ""
    for words in (("verify_sealed", "--receipts", listed), ("verify_audit",)):
        done = product.manage(*words)
        found += done.stderr if done.returncode else ""
        print(
            f"    {words[0]}: {(done.stdout if not done.returncode else done.stderr).strip()[-200:]}",
            flush=True,
        )
    product.stop_database()
    return found


def main() -> int:
    """Run the whole recipe; 0 when nothing was lost (or, without flushing, when something was)."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cuts", type=int, default=3, help="power cuts (copies of the disk)")
    asked.add_argument("--kills", type=int, default=4, help="processes ended by kill -9")
    asked.add_argument("--seconds", type=float, default=60, help="how long the programs seal")
    asked.add_argument(
        "--without-flush", action="store_true", help="swallow every fsync: the test must then fail"
    )
    asked.add_argument("--seed", type=int, default=None, help="repeat the moments of an earlier run")
    given = asked.parse_args()
    if os.geteuid() != 0 or not shutil.which("mkfs.xfs"):
        raise SystemExit(
            "Loop mounts need root, and XFS its tools: sudo apt install xfsprogs; then sudo make test-durability"
        )
    given.seed = random.SystemRandom().randrange(10**6) if given.seed is None else given.seed
    random.seed(given.seed)
    folder = Path(tempfile.mkdtemp(prefix="power-cut-"))
    folder.chmod(0o755)
    try:
        return act(given, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def act(given: argparse.Namespace, folder: Path) -> int:
    """Make the disk, run, disturb, look at each cut and at what was left running."""
    disk, record, stop = Disk(folder), Record(), threading.Event()
    product = Product(
        disk.inner / "data", 18_743, folder / "run.log", FLUSHLESS if given.without_flush else ""
    )
    try:
        print(f"Starting on a disk of its own (seed {given.seed}) …", flush=True)
        product.start()
        facts = json.loads(product.manage("seed_acceptance", "--projects", 1).stdout)
        tender = publish(product, facts)
        bidders = [Program(product.site, facts["accounts"][role]) for role in BIDDERS]
        threads = [threading.Thread(target=keep_sealing, args=(b, tender, record, stop)) for b in bidders]
        for thread in threads:
            thread.start()
        moments = disturb(product, disk, given)
        stop.set()
        for thread in threads:
            thread.join()
        product.stop()
        print(f"  {len(record.receipts)} receipts in hand", flush=True)
        found = [] if given.without_flush else [losses(product, record.until(time.time()), folder)]
        for number, moment in enumerate(moments):
            with disk.after_cut(number) as where:
                (where / "data/postgres/postmaster.pid").unlink(missing_ok=True)
                print(f"  cut {number + 1}: {len(record.until(moment))} receipts were in hand", flush=True)
                after = Product(where / "data", product.port, product.log)
                found.append(losses(after, record.until(moment), folder))
    finally:
        stop.set()
        product.stop()
        disk.close()
    return verdict(found, record, is_unsafe=given.without_flush)


def verdict(found: list[str], record: Record, *, is_unsafe: bool) -> int:
    """Say in one sentence what the run has shown."""
    if record.failures or not record.receipts:
        print("A program was refused or got no answer:", *record.failures[:3], sep="\n  ")
        return 1
    lost = sum(bool(text) for text in found)
    if is_unsafe:
        print(
            "Without flushing, receipts are lost: the test can fail."
            if lost
            else "Nothing was lost although nothing was flushed: the test proves nothing."
        )
        return 0 if lost else 1
    print(
        f"{lost} of {len(found)} looks found a loss."
        if lost
        else f"{len(record.receipts)} receipts, {len(found)} looks: nothing lost."
    )
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())

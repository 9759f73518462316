"""`make bench`: lists and search over many projects: queries per page, pages per CPU-second, ratio to a trivial page."""

import os
import sys
from pathlib import Path

PROJECTS = int(os.environ.get("BENCH_PROJECTS", "10000"))


def main() -> None:
    """Fill a database of its own once, measure every page, print one table."""
    os.environ["PROFILE"] = "test"
    os.environ["BROKER_URL"] = "memory://"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")
    folder = Path(__file__).resolve().parent.parent / ".data" / "bench"
    os.environ["DATA_DIR"] = os.environ.get("BENCH_DIR", str(folder))
    (Path(os.environ["DATA_DIR"]) / "static").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from benchmarks import fill, pages

    fill.fill(PROJECTS)
    print(pages.table(pages.measure()))


if __name__ == "__main__":
    sys.exit(main())

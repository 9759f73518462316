"""Every real file imports, can be browsed and found."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command

from projects.models import PastProcess
from search.actions import rebuild

REFERENCE = Path(os.environ.get("REFERENCE", Path(__file__).resolve().parents[3] / "shared"))
FILES = sorted((REFERENCE / "data" / "ocds" / "dev").glob("*.jsonl.gz"))
pytestmark = [pytest.mark.reference, pytest.mark.django_db]


def run(*names: object, **options: object) -> dict:
    import json
    import tempfile

    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        call_command("import_ocds", *map(str, names), report=report.name, quiet=True, **options)
        return json.loads(Path(report.name).read_text())


def test_all_files_import_without_a_crash_and_again_change_nothing(capsys, now, client):
    assert len(FILES) == 16
    first = run(*FILES)
    assert first["failed"] == 0
    assert first["documents"] == 474
    assert PastProcess.objects.count() == first["added"] >= 355
    second = run(*FILES)
    assert (second["added"], second["updated"]) == (0, 0)
    printed = capsys.readouterr().out
    suppliers = set(PastProcess.objects.exclude(supplier="").values_list("supplier", flat=True))
    assert not [name for name in suppliers if len(name) > 8 and name in printed]
    assert not PastProcess.objects.filter(title="").exists()
    assert PastProcess.objects.filter(amount__isnull=False).count() > 250
    rebuild(now=now)
    assert client.get("/search/", {"q": "social work"}).status_code == 200
    for past in PastProcess.objects.order_by("?")[:40]:
        assert client.get(past.path).status_code == 200
        assert client.get(f"/en{past.path}").status_code == 200

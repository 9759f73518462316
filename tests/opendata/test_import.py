"""Importing: what real publishers get wrong, twice the same, newer over older, and a report that names no person."""

import gzip
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from marketplace.audit.models import AuditEvent
from opendata.rules.values import day_of, moment_of, number_of
from projects.models import PastProcess

OCID = "ocds-213czf-000-00001"


def release(**more: object) -> dict:
    return {
        "ocid": OCID,
        "id": "1",
        "date": "2026-01-01T00:00:00Z",
        "tag": ["tender"],
        "buyer": {"name": "民政局"},
        "tender": {"id": "t", "title": "居家养老", "value": {"amount": 100, "currency": "CNY"}},
        **more,
    }


AWARD = {
    "id": "a1",
    "date": "2026-02-03",
    "value": {"amount": "90.50", "currency": "CNY"},
    "suppliers": [{"id": "X1", "name": "张某某", "identifier": {"id": "SECRET-TAX-7"}}],
}


@pytest.fixture
def run(tmp_path, db):
    """Write documents into a file, import it, return the report."""

    def go(*documents: object, raw: bytes | None = None, pack: bool = False, **options: object) -> dict:
        path = tmp_path / "data.json"
        content = raw if raw is not None else b"\n".join(json.dumps(d).encode() for d in documents)
        path.write_bytes(gzip.compress(content) if pack else content)
        report = tmp_path / "report.json"
        call_command("import_ocds", str(path), report=str(report), quiet=True, **options)
        return json.loads(report.read_text())

    return go


def only() -> PastProcess:
    return PastProcess.objects.get(ocid=OCID)


SHAPES = [
    release(),
    {"releases": [release()], "uri": "https://example.org/p", "publisher": {"name": "甲"}},
    {"records": [{"ocid": OCID, "compiledRelease": release()}]},
    {"ocid": OCID, "releases": [release()]},
    {"source": "x", "ocid": OCID, "doc": release()},
    {"source": "x", "ocid": OCID, "doc": {"records": [{"ocid": OCID, "releases": [release()]}]}},
    [release()],
]


@pytest.mark.parametrize("document", SHAPES)
@pytest.mark.parametrize("pack", [False, True])
def test_every_shape_is_one_process(run, document, pack):
    assert run(document, pack=pack)["added"] == 1
    past = only()
    assert (past.title, past.buyer, past.amount, past.currency) == ("居家养老", "民政局", Decimal(100), "CNY")


def test_a_pretty_printed_document_with_a_byte_order_mark_is_read(run):
    assert run(raw=b"\xef\xbb\xbf" + json.dumps(release(), indent=2).encode())["added"] == 1


def test_the_same_again_changes_nothing(run):
    run(release())
    audit = AuditEvent.objects.count()
    assert run(release())["unchanged"] == 1
    assert AuditEvent.objects.count() == audit


def test_a_newer_release_adds_to_what_is_known(run):
    run(release())
    later = {"ocid": OCID, "id": "2", "date": "2026-02-04", "tag": ["award"], "awards": [AWARD]}
    assert run(later)["updated"] == 1
    past = only()
    assert (past.title, past.amount, past.supplier) == ("居家养老", Decimal("90.50"), "张某某")
    assert past.body["release"]["tag"] == ["tender", "award"]


def test_an_older_release_does_not_overwrite(run):
    run(release(date="2026-03-01"))
    run(release(date="2025-01-01", tender={"title": "旧标题"}))
    assert only().title == "居家养老"


def test_several_releases_in_any_order_fold_to_the_same(run):
    first, second = release(), {"ocid": OCID, "id": "2", "date": "2026-02-04", "awards": [AWARD]}
    run(second, first)
    assert run(first, second)["unchanged"] == 1


def test_a_dry_run_writes_nothing_and_reports_the_same(run):
    assert run(release(), dry_run=True)["added"] == 1
    assert not PastProcess.objects.exists()


def test_what_publishers_get_wrong(run):
    document = release(
        tender={
            "title": "",
            "description": {"a": 1},
            "value": {"amount": {"$numberLong": "1,500"}, "currency": ""},
        },
        awards=AWARD,
        contracts={"0": {"id": "c1", "title": "合同", "dateSigned": "03/02/2026", "value": 7}},
        parties="nobody",
        date={"$date": 1767225600000},
        tag="tender",
    )
    facts = run(document)
    reasons = {(row["field"], row["reason"]) for row in facts["skipped"]}
    assert ("tender.title", "empty") in reasons
    assert ("parties[]", "not an object") in reasons
    past = only()
    assert (past.title, str(past.day), past.amount) == ("合同", "2026-02-03", Decimal(7))


def test_neither_tax_numbers_nor_contacts_are_kept_or_printed(run, capsys):
    document = release(
        awards=[AWARD], parties=[{"name": "张某某", "contactPoint": {"name": "李某"}, "roles": ["supplier"]}]
    )
    facts = run(document)
    printed = capsys.readouterr()
    for secret in ("SECRET-TAX-7", "李某"):
        assert secret not in json.dumps(only().body, ensure_ascii=False)
    for name in ("张某某", "李某", "SECRET-TAX-7"):
        assert name not in printed.out + printed.err + json.dumps(facts, ensure_ascii=False)
    assert {"field": "parties[].contactPoint", "reason": "may be personal data", "times": 1} in facts[
        "skipped"
    ]


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n\n", b"{", b"null", b"[[[[", b"not json\n" * 3, b"\xff\xfe\x00", b"[" * 100_000, b"1e9999", b"\x1f\x8bxx",
     b'{"ocid": 5, "tender": []}', b'{"tender": {"title": "x"}}', b'{"ocid": "\\u0000"}', b'{"releases": {"a": 1}}',
     b'{"ocid": "x", "tender": {"value": {"amount": 1e9999}}}'],
)  # fmt: skip
def test_broken_files_are_reported_and_never_crash(run, raw):
    assert run(raw=raw)["failed"] == 0


def test_one_broken_line_does_not_lose_the_others(run):
    good = json.dumps(release()).encode()
    other = json.dumps(release(ocid="ocds-213czf-2")).encode()
    assert run(raw=b"\n".join([good, b'{"ocid": ', other]))["added"] == 2


def test_a_broken_first_line_does_not_lose_the_others(run):
    assert run(raw=b'{"ocid": \n' + json.dumps(release()).encode())["added"] == 1


def test_a_missing_file_is_one_sentence(db):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_ocds", "/nowhere.json", quiet=True)


def test_the_progress_bar_stands_on_standard_error(tmp_path, db, capsys):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(release()))
    call_command("import_ocds", str(path))
    printed = capsys.readouterr()
    assert "100%" in printed.err
    assert "100%" not in printed.out


@pytest.mark.parametrize(
    ("given", "expected"),
    [("1,000.5", "1000.50"), ("1.000", "1.00"), ("1,5", "1.50"), (True, None), ("NaN", None), ("1e400", None),
     ({"$numberLong": "5"}, "5.00"), ("", None), ("abc", None), ("9" * 50, None), (-3, "-3.00")],
)  # fmt: skip
def test_numbers(given, expected):
    number = number_of(given)
    assert (str(number) if number is not None else None) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [("2014-02-05", "2014-02-05"), ("5/2/2014", "2014-02-05"), ("2014-02-05T23:00:00-07:00", "2014-02-05"),
     ("2014-02-05 garbage", "2014-02-05"), ("1500-01-01", None), ("9999-12-31", None), (1606867235000, "2020-12-02"),
     ("tomorrow", None), (None, None), ("2014-13-45", None), (10**30, None)],
)  # fmt: skip
def test_days(given, expected):
    assert str(day_of(given) or None) == str(expected)
    assert moment_of(given) is None or moment_of(given).tzinfo is not None

"""Keep the parts of an OCDS release that the product shows; say of every other part why it was left out."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .values import moment_of, number_of, text_of, unwrapped

Release = dict[str, Any]
Notes = Counter[tuple[str, str]]

NO_PLACE = "the product has no place for it"
PERSONAL = "may be personal data"
COPY = "a copy of what the releases say"
EMPTY = "empty"
NOT_A_NUMBER = "not a believable number"
NOT_A_DAY = "not a readable date between 1990 and 2100"
NOT_TEXT = "not a text"
NOT_AN_OBJECT = "not an object"
LINKED = "only a link, not the release itself"
NO_OCID = "no ocid"

TEXT, NUMBER, MOMENT, CODES = "text", "number", "moment", "codes"
VALUE = {"amount": NUMBER, "currency": TEXT}
PERIOD = {"startDate": MOMENT, "endDate": MOMENT}
NAMED = {"id": TEXT, "name": TEXT, "identifier": {"legalName": TEXT}}
ITEM = {
    "id": TEXT, "description": TEXT, "quantity": NUMBER, "unit": {"name": TEXT},
    "classification": {"scheme": TEXT, "id": TEXT, "description": TEXT},
}  # fmt: skip
DOCUMENT = {"id": TEXT, "title": TEXT, "documentType": TEXT, "url": TEXT}
MILESTONE = {
    "id": TEXT, "title": TEXT, "type": TEXT, "dueDate": MOMENT, "dateMet": MOMENT, "status": TEXT,
}  # fmt: skip
TRANSACTION = {"id": TEXT, "date": MOMENT, "value": VALUE, "amount": VALUE}
RELEASE: dict[str, Any] = {
    "ocid": TEXT, "id": TEXT, "date": MOMENT, "tag": CODES, "language": TEXT, "name": TEXT,
    "buyer": NAMED,
    "parties": [{**NAMED, "roles": CODES}],
    "planning": {
        "rationale": TEXT,
        "budget": {"description": TEXT, "project": TEXT, "amount": VALUE},
    },
    "tender": {
        "id": TEXT, "title": TEXT, "description": TEXT, "status": TEXT, "procuringEntity": NAMED,
        "value": VALUE, "procurementMethod": TEXT, "procurementMethodDetails": TEXT,
        "mainProcurementCategory": TEXT, "awardCriteria": TEXT, "numberOfTenderers": NUMBER,
        "tenderPeriod": PERIOD, "contractPeriod": PERIOD, "items": [ITEM], "documents": [DOCUMENT],
        "lots": [{"id": TEXT, "title": TEXT, "status": TEXT, "value": VALUE}],
        "budget": {"value": VALUE},
    },
    "awards": [
        {
            "id": TEXT, "title": TEXT, "description": TEXT, "status": TEXT, "date": MOMENT,
            "awardDate": MOMENT, "value": VALUE, "totalAwardValue": VALUE, "suppliers": [NAMED],
            "documents": [DOCUMENT],
        }
    ],
    "contracts": [
        {
            "id": TEXT, "awardID": TEXT, "title": TEXT, "description": TEXT, "status": TEXT,
            "period": PERIOD, "value": VALUE, "valueWithTax": VALUE, "dateSigned": MOMENT,
            "suppliers": [NAMED], "documents": [DOCUMENT],
            "implementation": {"transactions": [TRANSACTION], "milestones": [MILESTONE]},
        }
    ],
}  # fmt: skip
PRIVATE = frozenset(
    {"contactPoint", "contactpoint", "address", "telephone", "email", "persones", "beneficialOwners"}
)
COPIES = frozenset(
    {"versionedRelease", "packageInfo", "validationErrors", "compiledRelease", "records", "releases"}
)


def read_release(doc: Any, notes: Notes) -> Release | None:
    """Return the kept parts of a release in clean form, or None when it names no process."""
    if not isinstance(doc, dict):
        notes["release", NOT_AN_OBJECT] += 1
        return None
    kept = _object(doc, RELEASE, "", notes)
    if not kept.get("ocid"):
        notes["ocid", NO_OCID] += 1
        return None
    kept["ocid"] = kept["ocid"][:200]
    if "date" not in kept:
        published = moment_of(_inside(doc, "packageInfo", "publishedDate") or doc.get("publishedDate"))
        if published:
            kept["date"] = published.isoformat()
    return kept


def _inside(doc: Any, *names: str) -> Any:
    for name in names:
        doc = doc.get(name) if isinstance(doc, dict) else None
    return doc


def _object(given: dict[str, Any], shape: dict[str, Any], path: str, notes: Notes) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, raw in given.items():
        here = f"{path}.{name}" if path else str(name)
        if name not in shape:
            notes[here[:160], _why_left_out(name)] += 1
            continue
        value = _value(unwrapped(raw), shape[name], here, notes)
        if value not in (None, "", [], {}):
            kept[name] = value
    return kept


def _why_left_out(name: str) -> str:
    if name in PRIVATE:
        return PERSONAL
    return COPY if name in COPIES else NO_PLACE


def _value(value: Any, shape: Any, path: str, notes: Notes) -> Any:
    if value is None or value in ("", [], {}):
        notes[path, EMPTY] += 1
        return None
    if isinstance(shape, list):
        return _array(value, shape[0], f"{path}[]", notes)
    if isinstance(shape, dict):
        return _one_object(value, shape, path, notes)
    return _scalar(value, shape, path, notes)


def _one_object(value: Any, shape: dict[str, Any], path: str, notes: Notes) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, dict):
        return _object(value, shape, path, notes)
    if shape is VALUE:
        return _value({"amount": value}, shape, path, notes)
    notes[path, NOT_AN_OBJECT] += 1
    return None


def _array(value: Any, shape: dict[str, Any], path: str, notes: Notes) -> list[Any]:
    """Return a list of objects; a single object stands for a list of one, an object of objects for its values."""
    if isinstance(value, dict):
        inner = list(value.values())
        whole = all(isinstance(row, dict) for row in inner) and not set(value) & set(shape)
        value = inner if whole else [value]
    if not isinstance(value, list):
        notes[path, NOT_AN_OBJECT] += 1
        return []
    rows = []
    for row in value:
        if isinstance(row, dict):
            rows.append(_object(row, shape, path, notes))
        else:
            notes[path, NOT_AN_OBJECT] += 1
    return _without_doubles([row for row in rows if row])


def _without_doubles(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    unique: list[dict[str, Any]] = []
    for row in rows:
        if row not in unique[-200:]:
            unique.append(row)
    return unique


def _scalar(value: Any, shape: str, path: str, notes: Notes) -> Any:
    if shape == NUMBER:
        number = number_of(value)
        if number is None:
            notes[path, NOT_A_NUMBER] += 1
        return format(number, "f") if number is not None else None
    if shape == MOMENT:
        moment = moment_of(value)
        if moment is None:
            notes[path, NOT_A_DAY] += 1
        return moment.isoformat() if moment else None
    if shape == CODES:
        listed = value if isinstance(value, list) else [value]
        return [code for code in (text_of(one) for one in listed) if code]
    text = text_of(value)
    if not text:
        notes[path, EMPTY if isinstance(value, str) else NOT_TEXT] += 1
    return text


def releases_in(doc: Any, notes: Notes) -> Iterator[tuple[Any, dict[str, str]]]:
    """Yield every release of a document (release, record, either package) with what its publisher says of itself."""
    if isinstance(doc, list):
        for one in doc:
            yield from releases_in(one, notes)
        return
    if not isinstance(doc, dict):
        notes["document", NOT_AN_OBJECT] += 1
        return
    if isinstance(doc.get("doc"), dict) and "source" in doc:
        yield from releases_in(doc["doc"], notes)
        return
    origin = _origin(doc)
    for name in ("records", "releases"):
        if isinstance(doc.get(name), list | dict) and "ocid" not in doc:
            rows = doc[name] if isinstance(doc[name], list) else list(doc[name].values())
            for row in rows:
                for release, inner in releases_in(row, notes):
                    yield release, {**origin, **inner}
            return
    if "compiledRelease" in doc or isinstance(doc.get("releases"), list):
        yield from ((release, {**origin, **_origin(release)}) for release in _of_record(doc, notes))
        return
    yield doc, origin


def _of_record(record: dict[str, Any], notes: Notes) -> list[dict[str, Any]]:
    if "versionedRelease" in record:
        notes["versionedRelease", COPY] += 1
    compiled = record.get("compiledRelease")
    if isinstance(compiled, dict) and compiled:
        return [{"ocid": record.get("ocid"), **compiled}]
    full = []
    for release in record.get("releases") or []:
        if isinstance(release, dict) and not set(release) <= {"url", "date", "tag"}:
            full.append({"ocid": record.get("ocid"), **release})
        else:
            notes["releases[]", LINKED] += 1
    return full


def _origin(doc: Any) -> dict[str, str]:
    """Return the publisher's name and address, where the document states them."""
    if not isinstance(doc, dict):
        return {}
    package: Any = doc.get("packageInfo") if isinstance(doc.get("packageInfo"), dict) else doc
    publisher = package.get("publisher")
    name = text_of(publisher.get("name")) if isinstance(publisher, dict) else text_of(publisher)
    address = text_of(package.get("uri"))
    if not address.startswith(("http://", "https://")):
        address = ""
    return {key: value for key, value in (("name", name), ("address", address)) if value}

from datetime import datetime

from django.db import transaction

from marketplace.audit.actions import record
from marketplace.core.canonical import digest
from projects.models import Category, PastProcess
from projects.states import PastKind


@transaction.atomic
def import_past_process(*, actor: object | None, now: datetime, **fields: object) -> tuple[PastProcess, bool]:
    """Keep a published record (by `key`) or an open-contracting process (by `ocid`); idempotent.

    Returns the row and whether anything changed. `category` may be a code. The same content again writes nothing.
    """
    if isinstance(fields.get("category"), str):
        fields["category"] = Category.objects.filter(code=fields["category"]).first()
    fields.setdefault("kind", PastKind.OCDS if fields.get("ocid") else PastKind.RECORD)
    name = "ocid" if fields.get("ocid") else "key"
    hashed = digest({k: getattr(v, "pk", v) for k, v in fields.items()})
    PastProcess.objects.bulk_create(
        [PastProcess(**{name: fields[name]}, kind=fields["kind"], imported_at=now)], ignore_conflicts=True
    )
    row = PastProcess.objects.select_for_update(of=("self",)).get(**{name: fields[name]})
    if row.digest == hashed:
        return row, False
    before = {"digest": row.digest}
    for field, value in fields.items():
        setattr(row, field, value)
    row.digest, row.imported_at = hashed, now
    row.save()
    record(
        actor=actor,
        action="past_process.imported",
        subject=row,
        at=now,
        before=before,
        after={"digest": hashed},
    )
    return row, True

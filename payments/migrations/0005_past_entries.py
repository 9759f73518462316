"""Give the orders that are older than the ledger the entries that their states tell."""

from datetime import datetime
from itertools import pairwise

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from payments.rules.ledger import PATHS, lines_of, order_moves


def post_past(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write what is missing; an order that has entries is left alone."""
    entries = apps.get_model("payments", "LedgerEntry")
    known = set(entries.objects.values_list("reference", flat=True))
    for order in apps.get_model("payments", "PaymentOrder").objects.order_by("pk").iterator():
        if order.reference not in known:
            for number, step in enumerate(pairwise(["", *PATHS[order.state]]), start=1):
                _post(apps, order, number, step)


def _post(apps: Apps, order: object, number: int, step: tuple[str, str]) -> None:
    entry = apps.get_model("payments", "LedgerEntry").objects.create(
        department_id=order.payer_id,
        organization_id=order.payee_id,
        kind=str(step[1]),
        reference=order.reference,
        number=number,
        contract=order.subject_reference.partition("/")[0],
        memo=order.purpose,
        total=order.amount,
        at=_moment(order, step[1]),
        actor_id=order.ordered_by_id if number == 1 else None,
        is_demo=order.is_demo,
    )
    line = apps.get_model("payments", "LedgerLine")
    line.objects.bulk_create(
        line(entry=entry, account=str(row.account), debit=row.debit, credit=row.credit)
        for row in lines_of(order_moves(step[0], step[1], order.amount))
    )


def _moment(order: object, state: str) -> datetime:
    moments = {
        "released": order.released_at,
        "sent": order.sent_at,
        "failed": order.changed_at,
        "paid": order.settled_at,
        "cancelled": order.changed_at,
    }
    return moments.get(state) or order.ordered_at


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_ledger_stays")]
    operations = [migrations.RunPython(post_past, migrations.RunPython.noop)]

"""The one file of each envelope so far becomes a part like any other; its bytes stay where they are."""

from django.db import migrations


def move(apps, schema_editor):
    envelope, part, use = (apps.get_model("bidding", name) for name in ("Envelope", "Part", "EnvelopeFile"))
    for row in envelope.objects.select_related("bid").order_by("pk"):
        entry = row.manifest["files"][0]
        kept = part.objects.create(
            lot_id=row.bid.lot_id,
            organization_id=row.bid.organization_id,
            name=entry["name"],
            size=entry["size"],
            received=entry["size"],
            sha256=entry["sha256"],
            file=row.payload.name,
            uploaded_by_id=row.bid.sealed_by_id,
            begun_at=row.bid.sealed_at,
        )
        use.objects.create(envelope=row, part=kept, position=0)


class Migration(migrations.Migration):
    dependencies = [("bidding", "0003_sealed_parts")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]

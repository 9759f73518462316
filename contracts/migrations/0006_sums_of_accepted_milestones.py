from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    """Until now a milestone was accepted and paid whole or not at all."""
    rows = apps.get_model("contracts", "Milestone").objects
    rows.filter(state__in=["accepted", "paid"]).update(accepted_amount=F("amount"))
    rows.filter(state="paid").update(paid_amount=F("amount"))


class Migration(migrations.Migration):
    dependencies = [("contracts", "0005_partly_accepted_milestones")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

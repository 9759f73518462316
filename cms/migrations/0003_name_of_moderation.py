from django.db import migrations

OLD, NEW = "Moderators approval", "主管审核"


def rename(apps, schema_editor):
    """Name the moderation that Wagtail brings in the clerks' language: its name stands on their buttons."""
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=OLD).update(name=NEW)


class Migration(migrations.Migration):
    dependencies = [("cms", "0002_first_pages")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]

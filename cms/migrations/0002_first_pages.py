from django.db import migrations


def plant(apps, schema_editor):
    """Make both trees with their first pages."""
    from cms.actions.planting import plant_pages

    plant_pages(get_model=apps.get_model)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("workdays", "0001_initial"),
    ]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]

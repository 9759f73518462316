from django.db import migrations

from ._catalogue import CATEGORIES, GROUPS, category_fields


def load(apps, schema_editor):
    """Load the shipped catalogue; rows that a bureau has edited are left alone."""
    group = apps.get_model("projects", "CategoryGroup")
    category = apps.get_model("projects", "Category")
    for position, (code, name, name_en) in enumerate(GROUPS, start=1):
        group.objects.get_or_create(
            code=code, defaults={"name": name, "name_en": name_en, "position": position}
        )
    for position, row in enumerate(CATEGORIES, start=1):
        fields = category_fields(row)
        category.objects.get_or_create(code=fields.pop("code"), defaults={**fields, "position": position})


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

SOURCE = "国务院办公厅关于部分节假日安排的通知"
PLAN = Path(__file__).resolve().parent.parent / "holidays.csv"


def load(apps, schema_editor):
    """Load the holiday plans 2024-2026; days that fall on a weekend anyway are not listed."""
    year_model = apps.get_model("workdays", "CalendarYear")
    day_model = apps.get_model("workdays", "WorkdayOverride")
    with PLAN.open() as rows:
        days = [(date.fromisoformat(row["date"]), row["works"] == "1") for row in csv.DictReader(rows)]
    for year in sorted({day.year for day, _ in days}):
        year_model.objects.create(year=year, source=f"{SOURCE}（{year}年）")
    day_model.objects.bulk_create(day_model(date=day, is_workday=works, source=SOURCE) for day, works in days)


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

"""The first migration of a room makes the same tables at once that Django's own makes step by step."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from marketplace.launch.founding import Founding

OPERATIONS = [
    migrations.CreateModel(
        "Street",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=20, unique=True)),
        ],
    ),
    migrations.CreateModel(
        "House",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("number", models.PositiveSmallIntegerField()),
            ("neighbors", models.ManyToManyField("founded.street", related_name="+")),
        ],
    ),
    migrations.AddField("house", "street", models.ForeignKey("founded.street", models.PROTECT)),
    migrations.AddIndex("house", models.Index(fields=["-number"], name="high_first")),
    migrations.AddConstraint(
        "house", models.UniqueConstraint(fields=["street", "number"], name="one_house_per_number")
    ),
    migrations.AddConstraint(
        "house", models.CheckConstraint(condition=models.Q(number__gt=0), name="numbers_begin_at_one")
    ),
]
TABLES = ["founded_street", "founded_house", "founded_house_neighbors"]


def built_by(kind: type[migrations.Migration]) -> tuple[ProjectState, dict[str, object]]:
    step = kind("0001_initial", "founded")
    step.operations = OPERATIONS
    with connection.schema_editor() as editor:
        state = step.apply(ProjectState(), editor)
    with connection.cursor() as cursor:
        found = {
            table: (
                connection.introspection.get_table_description(cursor, table),
                connection.introspection.get_constraints(cursor, table),
            )
            for table in TABLES
        }
        cursor.execute(f"DROP TABLE {', '.join(TABLES)}")
    return state, found


@pytest.mark.django_db
def test_the_tables_are_the_same_as_those_made_step_by_step():
    plain_state, plain = built_by(migrations.Migration)
    state, found = built_by(Founding)
    assert state == plain_state
    assert _unsuffixed(found) == _unsuffixed(plain)
    assert "one_house_per_number" in found["founded_house"][1]


def _unsuffixed(found: dict[str, object]) -> dict[str, object]:
    return {
        table: (columns, sorted(map(str, constraints.values())), len(constraints))
        for table, (columns, constraints) in found.items()
    }

"""A room's first migration: all its tables at once, because nothing stands yet that could be altered step by step."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class Founding(migrations.Migration):
    """An initial migration whose tables are made from its final state.

    Django renders every related model anew after each operation; with some hundred models and as many constraints
    that takes a minute of an empty database's first start. The result is the same: a test compares the schemas.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Change the state without rendering, render once, make the tables; return the state."""
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            if isinstance(operation, migrations.CreateModel):
                model = project_state.apps.get_model(self.app_label, operation.name)
                if operation.allow_migrate_model(schema_editor.connection.alias, model):
                    schema_editor.create_model(model)
        return project_state

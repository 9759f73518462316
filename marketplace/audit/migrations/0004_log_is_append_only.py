from django.db import migrations

TABLES = ("audit_logleaf", "audit_lognode", "audit_checkpoint")
FORWARD = "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
    for table in TABLES
)
BACKWARD = "".join(
    f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_no_truncate ON {table};\n"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_merkle_log")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

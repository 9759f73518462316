from django.db import migrations

FORWARD = """
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only';
END $$;
CREATE FUNCTION ledger_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry bigint;
  sides record;
  whole numeric;
BEGIN
  IF TG_TABLE_NAME = 'payments_ledgerentry' THEN entry := NEW.id; ELSE entry := NEW.entry_id; END IF;
  SELECT coalesce(sum(l.debit), 0) AS debit, coalesce(sum(l.credit), 0) AS credit INTO sides
    FROM payments_ledgerline l WHERE l.entry_id = entry;
  SELECT e.total INTO whole FROM payments_ledgerentry e WHERE e.id = entry;
  IF sides.debit IS DISTINCT FROM whole OR sides.credit IS DISTINCT FROM whole THEN
    RAISE EXCEPTION 'ledger entry % does not balance: debit %, credit %', entry, sides.debit, sides.credit;
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_balances AFTER INSERT ON payments_ledgerentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();
CREATE CONSTRAINT TRIGGER ledger_line_balances AFTER INSERT ON payments_ledgerline
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balances();
""" + "".join(
    f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();
"""
    for table in ("payments_ledgerentry", "payments_ledgerline")
)
BACKWARD = """
DROP TRIGGER ledger_entry_balances ON payments_ledgerentry;
DROP TRIGGER ledger_line_balances ON payments_ledgerline;
DROP TRIGGER payments_ledgerentry_append_only ON payments_ledgerentry;
DROP TRIGGER payments_ledgerentry_no_truncate ON payments_ledgerentry;
DROP TRIGGER payments_ledgerline_append_only ON payments_ledgerline;
DROP TRIGGER payments_ledgerline_no_truncate ON payments_ledgerline;
DROP FUNCTION ledger_entry_balances();
DROP FUNCTION ledger_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_ledger")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

from django.db import migrations

FORWARD = """
CREATE FUNCTION recovery_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'what was recovered of a penalty is never deleted';
  END IF;
  IF (OLD.reference, OLD.department_id, OLD.organization_id, OLD.contract, OLD.subject_reference, OLD.against, OLD.amount)
     IS DISTINCT FROM
     (NEW.reference, NEW.department_id, NEW.organization_id, NEW.contract, NEW.subject_reference, NEW.against, NEW.amount) THEN
    RAISE EXCEPTION 'the sum, the parties and the cause of a recovered penalty never change';
  END IF;
  IF OLD.state <> 'claimed' THEN
    RAISE EXCEPTION 'a settled recovery never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER recovery_stays BEFORE UPDATE OR DELETE ON payments_recovery
  FOR EACH ROW EXECUTE FUNCTION recovery_stays();
"""
BACKWARD = """
DROP TRIGGER recovery_stays ON payments_recovery;
DROP FUNCTION recovery_stays();
"""


class Migration(migrations.Migration):
    """What was held back, received or dropped stays as it was written."""

    dependencies = [("payments", "0010_penalties")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

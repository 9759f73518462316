from django.db import migrations

FORWARD = """
CREATE FUNCTION payment_order_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'payment orders are never deleted';
  END IF;
  IF (OLD.reference, OLD.payer_id, OLD.payee_id, OLD.payee_name, OLD.amount, OLD.subject_reference, OLD.due_on)
     IS DISTINCT FROM
     (NEW.reference, NEW.payer_id, NEW.payee_id, NEW.payee_name, NEW.amount, NEW.subject_reference, NEW.due_on) THEN
    RAISE EXCEPTION 'the sum, the payee and the subject of a payment order never change';
  END IF;
  IF OLD.state IN ('released', 'sent', 'paid') AND OLD.state = NEW.state
     AND (OLD.payee_account, OLD.payee_bank) IS DISTINCT FROM (NEW.payee_account, NEW.payee_bank) THEN
    RAISE EXCEPTION 'the account of a released payment order never changes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_order_stays BEFORE UPDATE OR DELETE ON payments_paymentorder
  FOR EACH ROW EXECUTE FUNCTION payment_order_stays();
"""
BACKWARD = """
DROP TRIGGER payment_order_stays ON payments_paymentorder;
DROP FUNCTION payment_order_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]

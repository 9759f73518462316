from django.db import migrations

CHECK = """
CREATE OR REPLACE FUNCTION payment_order_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'payment orders are never deleted';
  END IF;
  IF (OLD.reference, OLD.payer_id, OLD.payee_id, OLD.payee_name, OLD.amount, OLD.subject_reference, OLD.due_on{more_old})
     IS DISTINCT FROM
     (NEW.reference, NEW.payer_id, NEW.payee_id, NEW.payee_name, NEW.amount, NEW.subject_reference, NEW.due_on{more_new}) THEN
    RAISE EXCEPTION 'the sum, the payee and the subject of a payment order never change';
  END IF;
  IF OLD.state IN ('released', 'sent', 'paid') AND OLD.state = NEW.state
     AND (OLD.payee_account, OLD.payee_bank) IS DISTINCT FROM (NEW.payee_account, NEW.payee_bank) THEN
    RAISE EXCEPTION 'the account of a released payment order never changes';
  END IF;
{fee}  RETURN NEW;
END $$;
"""
FEE = """  IF OLD.state = 'paid' AND OLD.fee IS DISTINCT FROM NEW.fee THEN
    RAISE EXCEPTION 'the fee of a paid order never changes';
  END IF;
"""


class Migration(migrations.Migration):
    """The kind of an order never changes, nor what the platform kept of a paid one."""

    dependencies = [("payments", "0008_interest_and_fee")]
    operations = [
        migrations.RunSQL(
            CHECK.format(more_old=", OLD.kind", more_new=", NEW.kind", fee=FEE),
            CHECK.format(more_old="", more_new="", fee=""),
        )
    ]

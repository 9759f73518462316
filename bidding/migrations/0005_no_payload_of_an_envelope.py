from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("bidding", "0004_payloads_become_parts")]
    operations = [migrations.RemoveField(model_name="envelope", name="payload")]

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ranking", "0007_invited_experts_get_a_seat")]

    operations = [migrations.RemoveField(model_name="review", name="third_party")]

import secrets

from django.db import migrations

BEFORE = "\u62bd\u7b7e\u529e\u6cd5\u5b9e\u884c\u524d\u9080\u8bf7"
"""Invited before panels were drawn by lot."""


def give_seats(apps, schema_editor):
    """Keep whoever was invited by choice as a seat given by hand."""
    review_model = apps.get_model("ranking", "Review")
    panel_model, seat_model = apps.get_model("ranking", "Panel"), apps.get_model("ranking", "PanelSeat")
    for review in review_model.objects.filter(third_party__isnull=False):
        panel = panel_model.objects.create(review=review, wanted=1, drawn_at=review.opened_at)
        seat_model.objects.create(
            panel=panel, position=1, code=secrets.token_hex(4), expert_id=review.third_party_id, state="accepted",
            hand_reason=BEFORE, invited_at=review.opened_at, answer_by=review.collect_until,
            answered_at=review.opened_at,
        )


class Migration(migrations.Migration):
    dependencies = [("ranking", "0006_third_party_panels")]

    operations = [migrations.RunPython(give_seats, migrations.RunPython.noop)]

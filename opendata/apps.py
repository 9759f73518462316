from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "opendata"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Publish the log at once after an opening and an award."""
        from marketplace.audit.registry import prompt_acts

        prompt_acts.update({"tender.opened", "award.confirmed"})

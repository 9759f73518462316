from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the catalogue to the organizations' record: fields of service are its categories."""
        from organizations.queries.fields import offer_fields

        from .queries.catalogue import category_names

        offer_fields(category_names)

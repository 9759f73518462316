from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register every source of public objects."""
        from importlib import import_module

        for name in ("pages", "organizations", "projects", "participation", "buying"):
            import_module(f"search.queries.{name}")

from django.apps import AppConfig


class IncubationConfig(AppConfig):
    name = "incubation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the room below who mentors an organization: mentors never rate its work as third party."""
        from ranking.queries.relations import MENTOR, tell_ties

        from .queries.members import mentors_of

        tell_ties(MENTOR, mentors_of)

"""Decisions of residents, as the rooms above read them."""

from django.db.models import QuerySet

from deliberation.models import Outcome


def adopted_outcomes() -> QuerySet[Outcome]:
    """Return decisions that wait for a service project (a commitment of that kind, none set up), oldest first."""
    return (
        Outcome.objects.filter(project_reference="", answered_at__isnull=True)
        .filter(deliberation__commitments__kind="project")
        .select_related("community", "deliberation")
        .distinct()
        .order_by("adopted_at", "id")
    )


def public_outcomes() -> QuerySet[Outcome]:
    """Return every decision record, newest first."""
    return Outcome.objects.select_related("community", "deliberation").order_by("-adopted_at", "-id")

"""What projects tell the rooms above."""

from dataclasses import dataclass

from marketplace.core.events import Event


@dataclass(frozen=True)
class ProjectListed(Event):
    """A service project is public and may be tendered."""

    project_id: int

"""Plant the first pages; give people their part in editing."""

from .editors import EDITORS, MODERATORS, appoint_editor, dismiss_editor
from .planting import plant_pages

__all__ = ["EDITORS", "MODERATORS", "appoint_editor", "dismiss_editor", "plant_pages"]

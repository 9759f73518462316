"""What is done with projects, budget lines and history."""

from .budgets import set_budget_line
from .past import import_past_process
from .projects import advance_project, cancel_project, list_project

__all__ = ["advance_project", "cancel_project", "import_past_process", "list_project", "set_budget_line"]

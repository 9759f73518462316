from .catalogue import BudgetLine, Category, CategoryGroup
from .past import PastProcess
from .projects import Project, ProjectCriterion, ProjectIndicator

__all__ = [
    "BudgetLine",
    "Category",
    "CategoryGroup",
    "PastProcess",
    "Project",
    "ProjectCriterion",
    "ProjectIndicator",
]

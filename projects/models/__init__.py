from .catalogue import BudgetLine, Category, CategoryGroup, in_language
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
    "in_language",
]

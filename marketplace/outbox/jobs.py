"""Ask for background work by name, so that actions need not import the tasks that call them."""

from celery import current_app


def enqueue(task: str, *arguments: object) -> None:
    """Queue a task by its dotted name with JSON-ready arguments. Call it after commit (`transaction.on_commit`)."""
    current_app.tasks[task].apply_async(arguments)

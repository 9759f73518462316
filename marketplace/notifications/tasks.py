from celery import shared_task

from .actions import send_due


@shared_task
def send_mail_due() -> int:
    """Send mails that are due; also swept each minute."""
    return send_due()

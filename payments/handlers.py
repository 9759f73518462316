"""What money does when the provider has told something: ask it again."""

from marketplace.outbox.registry import handles
from marketplace.workdays.queries import now
from payments.actions.notices import handle_notice
from payments.events import ProviderTold
from payments.models import ProviderEvent


@handles(ProviderTold)
def ask_again(event: ProviderTold) -> None:
    """Handle a notice of the provider."""
    handle_notice(event=ProviderEvent.objects.get(pk=event.notice_id), now=now())

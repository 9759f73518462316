"""Prove the ledger: every entry balances, every order shows in it what its state says."""

from django.core.management.base import BaseCommand, CommandError

from payments.models import LedgerEntry
from payments.queries.ledger import all_faults, unbalanced_entries


class Command(BaseCommand):
    help = "Check that every ledger entry balances and agrees with its payment order; names what differs."

    def handle(self, **_options: object) -> None:
        """Write one line per fault and fail, or say how many entries agree."""
        faults = [
            f"{entry}: total {total:,.2f}, debit {debit:,.2f}, credit {credit:,.2f}"
            for entry, total, debit, credit in unbalanced_entries()
        ]
        faults += [
            f"{row.reference} {row.account}: {row.found:,.2f} instead of {row.expected:,.2f}, differs by {row.by:+,.2f}"
            for row in all_faults()
        ]
        if faults:
            raise CommandError("\n".join([*faults, f"{len(faults)} differences"]))
        self.stdout.write(f"{LedgerEntry.objects.count()} entries, all balanced and as their orders say")

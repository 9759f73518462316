from django.core.management.base import BaseCommand

from organizations.rules.credit_code import InvalidCreditCode, check_credit_code, has_odd_organization_code


class Command(BaseCommand):
    """Print `valid`, or `invalid: reason` with exit status 1."""

    help = "Check a unified social credit code (GB 32100-2015); case, blanks and hyphens do not matter."
    requires_system_checks = ()

    def add_arguments(self, parser):
        """Take the code."""
        parser.add_argument("code")

    def handle(self, *, code: str, **options: object) -> None:
        """Print the verdict; an odd organization code inside is a warning on standard error."""
        try:
            normal = check_credit_code(code)
        except InvalidCreditCode as wrong:
            self.stdout.write(f"invalid: {wrong.reason}: {wrong}")
            raise SystemExit(1) from wrong
        if has_odd_organization_code(normal):
            self.stderr.write("warning: the organization code inside breaks its own check (GB 11714)")
        self.stdout.write("valid")

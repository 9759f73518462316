"""A worker killed with signal 9 between acceptance, order and payment: one payment, no lost order."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings

from payments import actions
from payments.models import ProviderAccount
from payments.queries.ledger import all_faults
from payments.queries.orders import paid_for
from tests.database import database_url
from tests.factories.contracts import submitted
from tests.factories.payments import MOMENT, answer_file
from tests.payments.provider import SECRET, Provider
from tests.payments.test_ledger import at_bank

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def far(socket_enabled):
    """The provider in memory, behind a real address, so that other processes reach it."""
    there = Provider()

    class Line(BaseHTTPRequestHandler):
        def answer(self):
            size = int(self.headers.get("Content-Length") or 0)
            text, status, _headers = there.request(
                self.command.lower(), self.path, dict(self.headers), self.rfile.read(size).decode()
            )
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = answer  # noqa: N815 - as the base class names them

        def log_message(self, *_arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Line)
    Thread(target=server.serve_forever, daemon=True).start()
    there.address = f"http://127.0.0.1:{server.server_port}"
    yield there
    server.shutdown()
    server.server_close()


def run(far, plan):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings", "DATABASE_URL": database_url(), "PYTHONWARNINGS": "ignore",
        "DATA_DIR": str(settings.PRIVATE_ROOT.parent), "STRIPE_SECRET_KEY": "sk_test_x",
        "STRIPE_WEBHOOK_SECRET": SECRET, "STRIPE_API": far.address,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.contracts.crash", json.dumps(plan)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout.decode().splitlines()[-1])


def test_killed_between_acceptance_order_and_payment_there_is_one_payment(far):
    here = submitted()
    milestone = here.milestone()
    here.organization.bank_account, here.organization.bank_name = "6222000000000001", "示例银行"
    here.organization.save()
    ProviderAccount.objects.create(
        organization=here.organization, number="acct_good123", confirmed_at=MOMENT, set_by=here.legal
    )
    other, officer = at_bank(subject_reference="HT-2026-9001/1")
    content = answer_file((other.reference, "62500.00", "成功"), day="2026-03-02")
    facts = {"actor": officer, "payer": other.payer, "name": "a.csv", "content": content, "now": MOMENT}
    answer = actions.receive_bank_answer(**facts)
    by_bank = {"act": "import_answer", "given": {"answer": answer.pk, "actor": officer.pk}}
    by_officer = {"milestone": milestone.pk, "actor": here.officer.pk}
    by_finance = {"subject": milestone.reference, "actor": here.finance.pk}
    plan = [
        by_bank | {"dies": True},
        by_bank,
        by_bank,
        {"act": "accept", "given": by_officer, "dies": True},
        {"act": "accept", "given": by_officer},
        {"act": "accept", "given": by_officer},
        {"act": "release", "given": by_finance},
        {"act": "pay_out", "given": by_finance, "dies": True},
        {"act": "pay_out", "given": by_finance},
        {"act": "sweep"},
        {"act": "deliver", "dies": True},
        {"act": "deliver"},
        {"act": "deliver"},
        {"act": "sweep"},
    ]
    found = run(far, plan)
    assert [(row["ended"], row["orders"], row["milestone"], row["settled"]) for row in found] == [
        (-9, ["sent"], "submitted", 0),
        (0, ["paid"], "submitted", 1),
        (0, ["paid"], "submitted", 1),
        (-9, ["paid"], "submitted", 1),
        (0, ["ordered", "paid"], "accepted", 1),
        ("core.not_in_this_state", ["ordered", "paid"], "accepted", 1),
        (0, ["paid", "released"], "accepted", 1),
        (-9, ["paid", "sent"], "accepted", 1),
        ("core.not_in_this_state", ["paid", "sent"], "accepted", 1),
        (0, ["paid", "paid"], "accepted", 2),
        (-9, ["paid", "paid"], "accepted", 2),
        (0, ["paid", "paid"], "paid", 2),
        (0, ["paid", "paid"], "paid", 2),
        (0, ["paid", "paid"], "paid", 2),
    ]
    assert far.writes == ["/v1/transfers"]
    assert (paid_for(here.contract.reference), all_faults()) == (milestone.amount, [])

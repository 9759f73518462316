"""A worker that dies where it is told: `python -m tests.contracts.crash PLAN`, a JSON list of steps.

Every step runs in a process of its own; one that `dies` is killed with signal 9 in the middle of its act. Prints one
JSON line: for each step how it ended (0, -9, or the code of a refusal) and what stood in the database after it.
"""

import json
import os
import signal
import sys
from unittest import mock

POINTS = {
    "accept": "contracts.actions.acceptance.publish",
    "pay_out": "payments.actions.provider._settle",
    "deliver": "contracts.handlers.record_payment",
    "import_answer": "payments.actions.answers.publish",
}
"""Where a step dies: the effects before it were written, the transaction around it was not committed."""


def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)


def accept(milestone, actor):
    from contracts.actions import accept_milestone
    from contracts.models import Milestone
    from organizations.models import User
    from tests.factories.contracts import MOMENT, findings

    row = Milestone.objects.select_related("contract").get(pk=milestone)
    found = findings(row) if row.state == "submitted" else {}
    heard = {"recipients_asked": 12, "recipients_satisfied": 11, "recipients_opinion": "满意"}
    actor = User.objects.get(pk=actor)
    accept_milestone(actor=actor, milestone=row, findings=found, opinion="符合约定", now=MOMENT, **heard)


def release(subject, actor):
    from organizations.models import User
    from payments.actions import release_payment
    from payments.models import PaymentOrder
    from tests.factories.payments import MOMENT

    order = PaymentOrder.objects.get(subject_reference=subject)
    release_payment(actor=User.objects.get(pk=actor), order=order, now=MOMENT)


def pay_out(subject, actor):
    from organizations.models import User
    from payments.actions import provider
    from payments.models import PaymentOrder
    from tests.factories.payments import MOMENT

    order = PaymentOrder.objects.get(subject_reference=subject)
    provider.pay_out(actor=User.objects.get(pk=actor), order=order, now=MOMENT)


def sweep():
    from datetime import timedelta

    from payments.actions.notices import sweep_provider
    from tests.factories.payments import MOMENT

    sweep_provider(now=MOMENT + timedelta(minutes=10))


def deliver():
    from marketplace.outbox.tasks import sweep_outbox

    sweep_outbox()


def import_answer(answer, actor):
    from organizations.models import User
    from payments.actions import import_bank_answer
    from payments.models import BankAnswer
    from tests.factories.payments import MOMENT

    row = BankAnswer.objects.get(pk=answer)
    import_bank_answer(actor=User.objects.get(pk=actor), answer=row, now=MOMENT)


def seen():
    from contracts.models import Milestone
    from marketplace.outbox.models import OutboxEvent
    from payments.models import PaymentOrder

    return {
        "orders": sorted(PaymentOrder.objects.values_list("state", flat=True)),
        "milestone": Milestone.objects.filter(number=1).values_list("state", flat=True).get(),
        "settled": OutboxEvent.objects.filter(name="payments.PaymentSettled").count(),
    }


ACTS = {act.__name__: act for act in (accept, release, pay_out, sweep, deliver, import_answer)}


def work(step, out):
    from marketplace.core.refusals import Refused

    if step.get("dies"):
        mock.patch(POINTS[step["act"]], die).start()
    try:
        ACTS[step["act"]](**step.get("given", {}))
    except Refused as refused:
        os.write(out, refused.code.encode())


def apart(call, *arguments):
    """Run in a process of its own; return how it ended and what it wrote."""
    ear, out = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(ear)
        call(*arguments, out)
        os._exit(0)
    os.close(out)
    with os.fdopen(ear, "rb") as heard:
        text = heard.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), text


def main(plan):
    import django

    django.setup()
    found = []
    for step in plan:
        code, said = apart(work, step)
        after = json.loads(apart(lambda out: os.write(out, json.dumps(seen()).encode()))[1])
        found.append({"act": step["act"], "ended": said or code} | after)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))

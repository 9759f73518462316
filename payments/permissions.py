"""Who may see, release, send and cancel payment orders."""

from marketplace.web.access import ALLOWED, Verdict, denied, permission
from organizations.models import Department, Organization, User
from organizations.queries.people import has_post, organizations_of
from organizations.states import PostRole

from .models import BankAnswer, Deposit, InterestClaim, PaymentOrder, Recovery
from .queries.deposits import GIVERS
from .queries.orders import PAYEE_ROLES

RELEASERS = (PostRole.FINANCE, PostRole.APPROVER)
READERS = (*RELEASERS, PostRole.PROJECT_OFFICER, PostRole.AUDITOR)


@permission("see_payment_orders")
def may_see_orders(user: User) -> Verdict:
    """Officials of the money side, project officers and auditors read the orders of their departments."""
    return ALLOWED if has_post(user, *READERS) else denied("payments.not_official")


@permission("release_payment", model="payments.PaymentOrder")
def may_release_order(user: User, order: PaymentOrder) -> Verdict:
    """Release: finance or approver of the paying department, never the person who ordered."""
    if not has_post(user, *RELEASERS, department=order.payer):
        return denied("payments.not_releaser")
    if order.ordered_by_id == user.pk:
        return denied("payments.same_person")
    return ALLOWED


@permission("cancel_payment", model="payments.PaymentOrder")
def may_cancel_order(user: User, order: PaymentOrder) -> Verdict:
    """Cancel or order again: finance or approver of the paying department."""
    allowed = has_post(user, *RELEASERS, department=order.payer)
    return ALLOWED if allowed else denied("payments.not_releaser")


@permission("send_payments", model="organizations.Department")
def may_send_payments(user: User, payer: Department) -> Verdict:
    """Make the bank's file and import its answer: finance of the paying department."""
    allowed = has_post(user, PostRole.FINANCE, department=payer)
    return ALLOWED if allowed else denied("payments.not_finance")


@permission("import_bank_answer", model="payments.BankAnswer")
def may_import_answer(user: User, answer: BankAnswer) -> Verdict:
    """Import an answer: finance of the department to which the bank answered."""
    return may_send_payments(user, answer.payer)


@permission("see_own_payments")
def may_see_own_payments(user: User) -> Verdict:
    """Legal representative and finance see the payments to their organization."""
    allowed = organizations_of(user, *PAYEE_ROLES).exists()
    return ALLOWED if allowed else denied("payments.not_payee")


@permission("give_deposit", model="payments.Deposit")
def may_give_deposit(user: User, deposit: Deposit) -> Verdict:
    """Report a deposit: those who bid or look after money in the organization that owes it."""
    allowed = organizations_of(user, *GIVERS).filter(pk=deposit.payer_id).exists()
    return ALLOWED if allowed else denied("payments.not_giver")


@permission("handle_deposit", model="payments.Deposit")
def may_handle_deposit(user: User, deposit: Deposit) -> Verdict:
    """Confirm, return or keep a deposit: finance or approver of the holder, once its bids are open."""
    if deposit.disclosed_at is None or not has_post(user, *RELEASERS, department=deposit.holder):
        return denied("payments.not_releaser")
    return ALLOWED


@permission("decide_interest", model="payments.InterestClaim")
def may_decide_interest(user: User, claim: InterestClaim) -> Verdict:
    """Order interest or say that it is not owed: finance or approver of the paying department."""
    allowed = has_post(user, *RELEASERS, department=claim.payer)
    return ALLOWED if allowed else denied("payments.not_releaser")


@permission("receive_recovery", model="payments.Recovery")
def may_receive_recovery(user: User, recovery: Recovery) -> Verdict:
    """Note that a claimed penalty has arrived: finance of the department."""
    allowed = has_post(user, PostRole.FINANCE, department=recovery.department)
    return ALLOWED if allowed else denied("payments.not_finance")


@permission("keep_provider_account", model="organizations.Organization")
def may_keep_account(user: User, organization: Organization) -> Verdict:
    """Name the account at the provider: legal representative and finance of the organization."""
    allowed = organizations_of(user, *PAYEE_ROLES).filter(pk=organization.pk).exists()
    return ALLOWED if allowed else denied("payments.not_payee")


@permission("see_own_deposits")
def may_see_own_deposits(user: User) -> Verdict:
    """Those who bid or look after money see the deposits of their organization."""
    return ALLOWED if organizations_of(user, *GIVERS).exists() else denied("payments.not_giver")

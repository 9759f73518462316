"""What an outside tester needs to run whole tenders over HTTP: people of every role, organizations, projects, keys.

Everything is invented and made by the rooms' own actions. Secrets follow from SECRET_KEY, so that a second run prints
the same ones and no installation shares them with another. A second run makes only what is missing.
"""

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from bidding.actions.officers import enroll_officer_key
from bidding.models import OfficerKey, Tender
from bidding.sealing.keys import key_id, public_key
from bidding.sealing.officers import unlock
from bidding.states import TenderState
from marketplace.audit.keys import public_verifier
from marketplace.core.clock import day_of
from marketplace.web.files import check_file
from organizations import actions as people
from organizations.models import Department, Expert, Organization, Post, User
from organizations.rules.credit_code import check_character
from projects.actions import list_project
from projects.models import BudgetLine, Category, Project
from projects.rules.plans import CriterionPlan, IndicatorPlan, Plan
from projects.states import ProjectState

HOST = "acceptance.example"
CATEGORY = "EL3"
BUDGET = Decimal(125000)
DEPARTMENTS = {
    "acc-buyer": ("验收区民政局", "Acceptance Civil Affairs Bureau", "bureau"),
    "acc-finance": ("验收区财政局", "Acceptance Finance Bureau", "finance"),
    "acc-supervision": ("验收区纪检监察组", "Acceptance Supervision Office", "supervision"),
    "acc-other": ("验收区卫生健康委", "Acceptance Health Commission", "department"),
}
OFFICIALS = {
    "project_officer": ("acc-buyer", "project_officer"),
    "approver": ("acc-buyer", "approver"),
    "second_approver": ("acc-buyer", "approver"),
    "buyer_representative": ("acc-buyer", "finance"),
    "registrar": ("acc-buyer", "registrar"),
    "administrator": ("acc-buyer", "administrator"),
    "auditor": ("acc-supervision", "auditor"),
    "foreign_project_officer": ("acc-other", "project_officer"),
    "foreign_approver": ("acc-other", "approver"),
    "opening_officer_1": ("acc-buyer", "opening_officer"),
    "opening_officer_2": ("acc-finance", "opening_officer"),
    "opening_officer_3": ("acc-supervision", "opening_officer"),
}
OPENERS = [role for role in OFFICIALS if role.startswith("opening_officer")]
EXPERTS = [f"expert_{number}" for number in range(1, 6)]
BIDDERS = [f"bidder_{number}" for number in range(1, 5)]
UNVERIFIED = "unverified_bidder"
RESIDENT = "resident"


def secret(label: str, size: int = 20) -> bytes:
    """Return secret bytes that follow from the installation's key and the label."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"acceptance:{label}".encode(), "sha256")[:size]


def password_of(role: str) -> str:
    """Return the password of an account."""
    return f"Acc-{base64.b32encode(secret(f'password:{role}')).decode().lower()}"


def totp_of(role: str) -> str:
    """Return the seed of the second factor (base32)."""
    return base64.b32encode(secret(f"totp:{role}")).decode()


def passphrase_of(role: str) -> str:
    """Return the passphrase of an opening officer's key."""
    return f"acceptance {base64.b32encode(secret(f'passphrase:{role}')).decode().lower()}"


@dataclass
class Seed:
    """One run at a moment; `unlocking` opens officers' keys (it takes about a second by design)."""

    now: datetime
    projects: int = 12
    unlocking: Callable = unlock

    def run(self) -> dict[str, object]:
        """Make what is missing; return all of it as JSON."""
        for code, (name, english, kind) in DEPARTMENTS.items():
            Department.objects.get_or_create(
                code=code,
                defaults={
                    "name": name,
                    "name_en": english,
                    "kind": kind,
                    "phone": "0562-2600099",
                    "address": "验收区政务中心 1 号",
                },
            )
        accounts = {role: self._official(role) for role in OFFICIALS}
        accounts |= {role: self._expert(role) for role in EXPERTS}
        accounts[RESIDENT] = self._account(RESIDENT)
        for number, role in enumerate((*BIDDERS, UNVERIFIED), start=1):
            accounts[role] = self._bidder(role, number, accounts["registrar"])
        officers = [self._officer(role, accounts[role]) for role in OPENERS]
        return {
            "base": settings.BASE_URL,
            "api": f"{settings.BASE_URL}/api/v1",
            "openapi": f"{settings.BASE_URL}/api/v1/openapi.json",
            "accounts": {role: self._shown(role, user) for role, user in accounts.items()},
            "officers": officers,
            "keys": {"receipt": public_key(), "receipt_key_id": key_id(), "log": public_verifier()},
            "projects": [row.public_id for row in self._free_projects(accounts["project_officer"])],
            "category": CATEGORY,
            "minimum_tender_seconds": settings.MIN_TENDER_PERIOD_SECONDS,
            "mail_sink": settings.MAIL_SINK_DIR or None,
            "stripe_test_secret": settings.STRIPE_WEBHOOK_SECRET or None,
        }

    def _account(self, role: str) -> User:
        email = f"{role}@{HOST}"
        user = User.objects.filter(email=email).first()
        if user is None:
            user = people.open_account(
                actor=None, name=f"验收 {role}", now=self.now, email=email, password=password_of(role)
            )
            people.enroll_totp(user, totp_of(role), now=self.now)
        return user

    def _official(self, role: str) -> User:
        user, (code, post) = self._account(role), OFFICIALS[role]
        department = Department.objects.get(code=code)
        if not Post.objects.filter(user=user, department=department, role=post, until=None).exists():
            people.give_post(actor=None, user=user, department=department, role=post, now=self.now)
        return User.objects.get(pk=user.pk)

    def _expert(self, role: str) -> User:
        user = self._account(role)
        if not Expert.objects.filter(user=user).exists():
            people.add_expert(
                actor=None, user=user, field="养老服务管理", employer="验收大学", categories=[CATEGORY],
                now=self.now,
            )  # fmt: skip
        return user

    def _bidder(self, role: str, number: int, registrar: User) -> User:
        user = self._account(role)
        if user.memberships.exists():
            return user
        body = f"52340799MJX{number:06d}"
        organization = people.register_organization(
            actor=user, name=f"验收社会工作服务中心{number}", name_en=f"Acceptance Service {number}",
            kind="service_institution", uscc=body + check_character(body), now=self.now, is_demo=True,
            summary="验收测试用组织", registrar="验收区民政局", supervising_unit="验收区民政局",
            registered_on=date(2020, 5, 1), legal_representative=user.name, address=f"验收路 {number} 号",
            phone=f"0562-26100{number:02d}", email=user.email, categories=[CATEGORY],
            bank_account=f"62220000000000{number:02d}", bank_name="验收银行",
        )  # fmt: skip
        self._certified(user, organization)
        people.submit_organization(actor=user, organization=organization, now=self.now)
        if role != UNVERIFIED:
            people.verify_organization(actor=registrar, organization=organization, now=self.now)
        return user

    def _certified(self, user: User, organization: Organization) -> None:
        upload = SimpleUploadedFile("certificate.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
        people.add_certificate(
            actor=user, organization=organization, title="登记证书", checked=check_file(upload),
            number=organization.uscc, issued_on=date(2020, 5, 1), expires_on=day_of(self.now) + timedelta(days=900),
            now=self.now,
        )  # fmt: skip

    def _officer(self, role: str, user: User) -> dict[str, object]:
        key = OfficerKey.objects.filter(officer=user, revoked_at=None).first()
        if key is None:
            department = Department.objects.get(code=OFFICIALS[role][0])
            key = enroll_officer_key(
                actor=user, department=department, passphrase=passphrase_of(role), now=self.now,
                unlocking=self.unlocking,
            )  # fmt: skip
        identity = self.unlocking(bytes(key.locked_identity), passphrase_of(role))
        return {
            "role": role,
            "department": OFFICIALS[role][0],
            "fingerprint": key.fingerprint,
            "recipient": key.recipient,
            "age_identity": str(identity),
            "passphrase": passphrase_of(role),
        }

    def _free_projects(self, officer: User) -> list[Project]:
        """Return listed projects of the buyer that nobody tenders, as many as were asked for."""
        running = Tender.objects.exclude(state__in=[TenderState.FAILED, TenderState.CANCELLED])
        free = Project.objects.filter(department__code="acc-buyer", state=ProjectState.LISTED).exclude(
            pk__in=running.values("project")
        )
        known = Project.objects.filter(department__code="acc-buyer").count()
        for number in range(self.projects - free.count()):
            list_project(actor=officer, plan=self._plan(known + number + 1), now=self.now)
        return list(free.order_by("pk"))

    def _plan(self, number: int) -> Plan:
        starts = day_of(self.now) + timedelta(days=60)
        category = Category.objects.get(code=CATEGORY)
        line, _ = BudgetLine.objects.get_or_create(
            year=starts.year, code="9990001", department=Department.objects.get(code="acc-buyer"),
            defaults={
                "name": "验收专项", "name_en": "Acceptance", "fund": "一般公共预算", "fund_en": "General budget",
                "amount": Decimal(900_000_000), "plan_until": date(starts.year + 2, 12, 31), "is_demo": True,
            },
        )  # fmt: skip
        return Plan(
            category=category, budget_line=line, title=f"验收项目 {number:04d}", summary="每两天看望一次，每月入户一次。",
            budget=BUDGET, starts_on=starts, ends_on=starts + timedelta(days=180), recipients="在册独居老人86户",
            recipients_count=86, office_reason="验收测试",
            indicators=[
                IndicatorPlan(
                    row["name"], Decimal(90), row["unit"], row["is_outcome"], row["name_en"], row["unit_en"]
                )
                for row in category.indicators
            ],
            criteria=[
                *(CriterionPlan(row["name"], Decimal(row["points"])) for row in category.scores),
                *(CriterionPlan(row["text"]) for row in category.criteria),
            ],
        )  # fmt: skip

    def _shown(self, role: str, user: User) -> dict[str, object]:
        shown: dict[str, object] = {
            "email": user.email,
            "password": password_of(role),
            "totp": totp_of(role),
            "id": user.public_id,
        }
        own = Organization.objects.filter(memberships__user=user).first()
        return {**shown, "organization": own.public_id} if own else shown

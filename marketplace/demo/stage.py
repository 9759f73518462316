"""Set the stage of the demo district: departments, communities, people of every role, organizations.

People and organizations are made by the same actions as on the pages; departments, communities and budget lines
are what an installation loads.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile

from bidding.actions.officers import enroll_officer_key
from bidding.sealing.officers import unlock
from cms.models import NewsPage
from deliberation import actions as deliberation
from deliberation.models import RuleSet
from marketplace.notifications.models import Notification
from marketplace.web.files import check_file
from organizations import actions as organizations
from organizations.models import Community, Department, Organization, Residency, User
from projects.models import BudgetLine, Category

from .clockwork import on
from .district import (
    COMMUNITIES,
    DEPARTMENTS,
    LIVELY,
    PASSPHRASE,
    PASSWORD,
    PEOPLE,
    TOTP_SECRET,
    Person,
)
from .guild import NEWCOMERS, ORGANIZATIONS, YOUNG, DemoOrganization
from .pictures import picture
from .script import WORKERS

remembered = cache(unlock)
"""Unlocking takes about a second by design; the officers of the demo open many tenders in one sitting."""

BUDGET_LINES = [
    ("2082804", "养老服务", "Services for older people", "mzj", "一般公共预算", "General budget", "4200000"),
    ("2081107", "残疾人服务", "Services for disabled people", "mzj", "一般公共预算", "General budget", "1100000"),
    ("2080208", "基层治理与社区服务", "Community governance and services", "mzj", "一般公共预算", "General budget", "3600000"),
    ("2082001", "社会救助与儿童福利", "Relief and child welfare", "mzj", "一般公共预算", "General budget", "1500000"),
    ("2296002", "福彩公益金：公益创投", "Welfare lottery fund: venture grants", "mzj", "福彩公益金", "Welfare lottery fund", "800000"),
    ("2100408", "基本公共卫生", "Basic public health", "wjw", "一般公共预算", "General budget", "2600000"),
]  # fmt: skip


def set_districts() -> None:
    """Load departments and the 18 communities."""
    for code, name, name_en, kind, phone in DEPARTMENTS:
        Department.objects.create(
            code=code, name=name, name_en=name_en, kind=kind, phone=phone, address="和美区政务中心"
        )
    for code, name, name_en, office, households, residents, row, column in COMMUNITIES:
        Community.objects.create(
            code=code,
            name=name,
            name_en=name_en,
            subdistrict=Department.objects.get(code=office),
            households=households,
            residents=residents,
            row=row,
            column=column,
            phone=f"0562-261{row}{column}00",
            address=f"和美区{name}党群服务中心",
        )


def set_budget(year: int) -> None:
    """Load the year's budget lines."""
    for code, name, name_en, department, fund, fund_en, amount in BUDGET_LINES:
        BudgetLine.objects.create(
            year=year,
            code=code,
            name=name,
            name_en=name_en,
            department=Department.objects.get(code=department),
            fund=fund,
            fund_en=fund_en,
            amount=Decimal(amount),
            plan_until=date(year + 1, 12, 31),
            is_demo=True,
        )


def set_people(now: datetime) -> dict[str, User]:
    """Open the demo accounts, give posts, appointments, expertise and residence; return people by key."""
    people = {person.key: _person(person, now) for person in PEOPLE}
    homes = ["xianlu"] * 26 + ["yangguang"] * 14 + [code for code in LIVELY for _ in range(4)]
    for number, community in enumerate(homes, start=1):
        resident = organizations.open_account(
            actor=None,
            name=f"居民{number:02d}",
            now=now,
            email=f"resident{number:02d}@demo.example",
            phone=f"13900010{number:03d}",
        )
        people[f"resident{number:02d}"] = resident
        _house(resident, community, f"{number % 7 + 1}栋", f"{number:02d}01", people, now)
    _house(people["resident"], "xianlu", "9栋", "301", people, now)
    return people


def _person(person: Person, now: datetime) -> User:
    user = organizations.open_account(
        actor=None, name=person.name, now=now, email=person.email, phone=person.phone
    )
    for department, role in person.posts:
        organizations.give_post(
            actor=None, user=user, department=Department.objects.get(code=department), role=role, now=now
        )
    for code in person.works:
        organizations.appoint_worker(
            actor=None, user=user, community=Community.objects.get(code=code), now=now
        )
    for code in person.directs:
        organizations.appoint_director(
            actor=None, user=user, community=Community.objects.get(code=code), now=now
        )
    if person.expert:
        field, employer = person.expert
        organizations.add_expert(
            actor=None, user=user, field=field, employer=employer, categories=every_category(), now=now
        )
    if person.posts or person.expert:
        organizations.enroll_totp(user, TOTP_SECRET, now=now)
    return user


def every_category() -> list[str]:
    """Return the codes of all categories: the demo's experts judge every one."""
    return list(Category.objects.values_list("code", flat=True))


def _house(  # noqa: PLR0917 - one door, read in order
    user: User, community: str, building: str, door: str, people: dict[str, User], now: datetime
) -> None:
    residency = organizations.choose_community(
        actor=user, community=Community.objects.get(code=community), now=now
    )
    organizations.verify_resident(
        actor=people[WORKERS[community]], residency=residency, building=building, door=door, now=now
    )


def neighbors(people: dict[str, User]) -> dict[str, list[User]]:
    """Return the verified residents by community."""
    homes = dict(Residency.objects.values_list("user_id", "community__code"))
    found: dict[str, list[User]] = {}
    for user in people.values():
        if user.pk in homes:
            found.setdefault(homes[user.pk], []).append(user)
    return found


def confirm_rules(actor: User, now: datetime) -> None:
    """Confirm the shipped screening rules, as the bureau does on its first run."""
    deliberation.confirm_rule_set(actor=actor, rule_set=RuleSet.objects.latest("version"), now=now)


def enroll_officers(people: dict[str, User], now: datetime) -> None:
    """Enroll the keys of the three opening officers."""
    for key, department in (("opener1", "mzj"), ("opener2", "czj"), ("opener3", "jjjc")):
        enroll_officer_key(
            actor=people[key],
            department=Department.objects.get(code=department),
            passphrase=PASSPHRASE,
            now=now,
            unlocking=remembered,
        )


def set_organizations(people: dict[str, User], now: datetime) -> dict[str, Organization]:
    """Register and verify the invented organizations; return them by key. Newcomers stay where they are."""
    found = {item.key: _verified(item, people, now) for item in (*ORGANIZATIONS, *YOUNG)}
    latest = on("2026-02-24")
    _draft, submitted, returned, suspended = [_registered(item, people, latest) for item in NEWCOMERS]
    for organization in (submitted, returned, suspended):
        _submit(organization, latest)
    registrar = people["approver"]
    organizations.return_organization(
        actor=registrar, organization=returned, reason="登记证书已过有效期，请上传新证书。", now=latest
    )
    organizations.verify_organization(actor=registrar, organization=suspended, now=latest)
    organizations.suspend_organization(
        actor=registrar, organization=suspended, reason="未按期报送年度工作报告，核查期间暂停。", now=latest
    )
    return found


def _registered(item: DemoOrganization, people: dict[str, User], now: datetime) -> Organization:
    legal = _member(item.legal, people, now)
    organization = organizations.register_organization(
        actor=legal,
        name=item.name,
        name_en=item.name_en,
        kind=item.kind,
        uscc=item.uscc,
        now=now,
        is_demo=True,
        summary=item.summary,
        registrar="和美区民政局",
        supervising_unit="和美区民政局",
        registered_on=date.fromisoformat(item.registered),
        legal_representative=legal.name,
        address=f"和美区{item.name[3:5]}路 {len(item.key)} 号",
        phone=legal.phone,
        email=legal.email,
        community=Community.objects.get(code=item.community),
        categories=list(item.categories),
        bank_account=f"6222{item.uscc[8:16]}0001".replace("M", "1").replace("J", "2").replace("A", "3"),
        bank_name="和美农村商业银行",
        assessment_grade=item.grade,
        grade_issued_on=date(2023, 11, 20) if item.grade else None,
    )
    organizations.add_certificate(
        actor=legal,
        organization=organization,
        title="登记证书",
        checked=certificate(f"{item.name} 登记证书（演示）"),
        number=item.uscc,
        issued_on=date.fromisoformat(item.registered),
        expires_on=date(2027, 5, 31),
        now=now,
    )
    return organization


def _submit(organization: Organization, now: datetime) -> None:
    legal = organization.memberships.select_related("user").get(role="legal_representative").user
    organizations.submit_organization(actor=legal, organization=organization, now=now)


def _verified(item: DemoOrganization, people: dict[str, User], now: datetime) -> Organization:
    now = max(now, on(item.registered) + timedelta(days=30))
    organization = _registered(item, people, now)
    _submit(organization, now)
    organizations.verify_organization(actor=people["approver"], organization=organization, now=now)
    if item.writer:
        writer = _member(item.writer, people, now)
        _, token = organizations.invite_member(
            actor=people[item.legal[0]],
            organization=organization,
            email=writer.email,
            role="bid_writer",
            now=now,
        )
        organizations.accept_invitation(actor=writer, token=token, now=now)
    organization.refresh_from_db()
    return organization


def _member(member: tuple[str, str, str], people: dict[str, User], now: datetime) -> User:
    key, name, phone = member
    user = organizations.open_account(
        actor=None, name=name, now=now, email=f"{key}@demo.example", phone=phone
    )
    organizations.enroll_totp(user, TOTP_SECRET, now=now)
    people[key] = user
    return user


def share_password() -> None:
    """Give every account the demo's one password: hashed once, because a hash takes a good part of a second."""
    User.objects.update(password=make_password(PASSWORD))


def forget_mail() -> None:
    """Send no mail about what is history by now; the messages themselves stay in everybody's inbox."""
    Notification.objects.filter(mailed_at=None).update(mail_wanted=False)


def date_pages() -> None:
    """Let the first news be of the district's time: pages are planted before the demo has a clock."""
    NewsPage.objects.update(day=date(2026, 1, 5))


def met_again(people: dict[str, User]) -> dict[str, User]:
    """Return the people as they are now, with the posts and memberships given since they were opened."""
    rows = User.objects.in_bulk([user.pk for user in people.values()])
    return {key: rows[user.pk] for key, user in people.items()}


def certificate(text: str):
    """Return an examined one-page picture that says what it is."""
    return check_file(SimpleUploadedFile("certificate.png", picture(text)))

"""The pages of organizations: what they show, what they refuse, what they keep of bad input."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.audit.models import AuditEvent
from organizations.actions import edit_organization, invite_member
from organizations.models import IdentityChange, Invitation, Membership, Organization, Residency, User
from organizations.states import MemberRole, OrganizationState
from tests.client import sign_in
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
CODE = "52340702MJA000024A"
PDF = b"%PDF-1.4 certificate"


def upload(name="证书.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def organization():
    return make.OrganizationFactory(name="暖阳中心", state=OrganizationState.DRAFT, verified_at=None)


@pytest.fixture
def chief(client, organization):
    user = make.member(organization)
    sign_in(client, user)
    return user


def of(organization, path=""):
    return f"/my/organization/{organization.public_id}/{path}"


def work(organization, path=""):
    return f"/work/organizations/{organization.public_id}/{path}"


def test_an_organization_comes_from_registration_to_verification(client):
    chief = make.UserFactory()
    sign_in(client, chief)
    start = {"kind": "service_institution", "uscc": "5234 0702-mja000024a", "name": "暖阳中心"}
    response = client.post("/register-organization/", start)
    organization = Organization.objects.get()
    assert response["Location"] == of(organization, "edit/")
    assert (organization.uscc, organization.state) == (CODE, "draft")
    record = {
        **start,
        "registrar": "和美区民政局",
        "registered_on": "2019-05-06",
        "legal_representative": "甲",
        "address": "示例路1号",
        "phone": "0562-2612345",
        "assessment_grade": "4",
        "grade_issued_on": "2023-11-20",
    }
    assert client.post(of(organization, "edit/"), record)["Location"] == of(organization)
    assert client.post(of(organization, "submit/")).status_code == 422
    kept = client.post(of(organization, "certificates/"), {"title": "登记证书", "upload": upload()})
    assert kept.status_code == 302
    assert client.post(of(organization, "submit/"))["Location"] == of(organization)
    assert client.post(of(organization, "submit/")).status_code == 403

    sign_in(client, make.registrar())
    assert "暖阳中心" in client.get("/work/organizations/").content.decode()
    assert client.get(work(organization)).status_code == 200
    assert client.get(work(organization, "verify/")).status_code == 200
    assert client.post(work(organization, "verify/"))["Location"] == work(organization)
    assert client.post(work(organization, "verify/")).status_code == 409
    organization.refresh_from_db()
    assert organization.state == OrganizationState.VERIFIED
    assert organization.verified_at
    acts = list(
        AuditEvent.objects.filter(subject_kind="organizations.organization").values_list("act", flat=True)
    )
    assert acts == [
        "organization.registered",
        "organization.edited",
        "certificate.kept",
        "organization.submitted",
        "organization.verified",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"uscc": "52340702MJA000024B"}, "uscc"),
        ({"uscc": "52340702MJA00024A"}, "uscc"),
        ({"uscc": "51340702MJA000016J"}, "uscc"),
        ({"uscc": "１" * 300}, "uscc"),
        ({"uscc": ""}, "uscc"),
        ({"name": "\u200b"}, "name"),
        ({"name": "中" * 121}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"kind": "state"}, "kind"),
    ],
)
def test_a_wrong_registration_keeps_what_was_typed(client, changes, field):
    sign_in(client, make.UserFactory())
    data = {"kind": "service_institution", "uscc": CODE, "name": "暖阳中心", **changes}
    response = client.post("/register-organization/", data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Organization.objects.count() == 0
    if field != "name":
        assert "暖阳中心" in response.content.decode()


def test_extra_fields_are_ignored_and_names_are_composed(client):
    sign_in(client, make.UserFactory())
    data = {
        "kind": "service_institution",
        "uscc": CODE,
        "name": "Cafe\u0301 \u202e暖阳𠮷😀",
        "state": "verified",
        "is_demo": "1",
        "verified_at": "2026-01-01",
    }
    client.post("/register-organization/", data)
    row = Organization.objects.get()
    assert (row.name, row.state, row.is_demo, row.verified_at) == ("Café 暖阳𠮷😀", "draft", False, None)


def test_registering_twice_makes_one_record(client):
    sign_in(client, make.UserFactory())
    data = {"kind": "service_institution", "uscc": CODE, "name": "暖阳中心"}
    assert [client.post("/register-organization/", data).status_code for _ in range(2)] == [302, 409]
    assert Organization.objects.count() == 1


def test_a_code_that_is_taken_is_refused(client):
    make.OrganizationFactory(uscc=CODE)
    sign_in(client, make.UserFactory())
    response = client.post(
        "/register-organization/", {"kind": "service_institution", "uscc": CODE, "name": "另一家"}
    )
    assert response.status_code == 409
    assert "另一家" in response.content.decode()


def test_officials_register_nothing(client):
    sign_in(client, make.official())
    assert client.get("/register-organization/").status_code == 403


@pytest.mark.parametrize(
    ("typed", "part"), [(CODE.lower(), "tag-good"), ("52340702MJA000024B", "field-error")]
)
def test_the_code_is_checked_while_it_is_typed(client, typed, part):
    sign_in(client, make.UserFactory())
    assert part in client.get("/register-organization/check/", {"uscc": typed}).content.decode()


def test_an_empty_code_is_no_error_while_typing(client):
    sign_in(client, make.UserFactory())
    assert client.get("/register-organization/check/").content.strip() == b""


@pytest.mark.parametrize("path", ["", "edit/", "submit/", "certificates/", "members/"])
def test_pages_of_an_organization_open_to_its_members_only(client, organization, chief, path):
    assert client.get(of(organization, path)).status_code == 200
    assert client.get("/en" + of(organization, path)).status_code == 200
    sign_in(client, make.member())
    assert client.get(of(organization, path)).status_code == 404
    client.logout()
    assert client.get(of(organization, path))["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("key", ["notanid", "99999999999999999999", "%00", "a" * 300])
def test_strange_identifiers_are_not_found(client, organization, chief, key):
    assert client.get(f"/my/organization/{key}/").status_code == 404
    assert client.get(of(organization, f"certificates/{key}/")).status_code == 404
    assert client.get(f"/invitations/{key}x/").status_code == 404


def test_identity_of_a_verified_record_changes_only_when_the_registrar_accepts(client, organization, chief):
    Organization.objects.update(state="verified")
    form = client.get(of(organization, "edit/")).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, "", [])}
    data["registered_on"] = "2019-05-06"
    changed = {**data, "name": "新名称", "summary": "新的介绍"}
    assert client.post(of(organization, "edit/"), changed).status_code == 302
    organization.refresh_from_db()
    assert (organization.name, organization.summary) == ("暖阳中心", "新的介绍")
    assert client.post(of(organization, "edit/"), {**changed, "name": "再改"}).status_code == 409
    sign_in(client, make.registrar())
    page = client.get(work(organization)).content.decode()
    assert "新名称" in page
    assert client.post(work(organization, "refuse/"), {"reason": " "}).status_code == 422
    assert client.post(work(organization, "accept/")).status_code == 302
    assert client.post(work(organization, "accept/")).status_code == 404
    organization.refresh_from_db()
    assert (organization.name, organization.state) == ("新名称", "verified")
    assert IdentityChange.objects.get().is_accepted


def test_a_change_can_be_taken_back(client, organization, chief, now):
    Organization.objects.update(state="verified")
    edit_organization(actor=chief, organization=organization, values={"name": "新名称"}, now=now)
    assert client.get(of(organization, "change/withdraw/")).status_code == 405
    assert client.post(of(organization, "change/withdraw/")).status_code == 302
    assert client.post(of(organization, "change/withdraw/")).status_code == 404
    assert IdentityChange.objects.get().is_accepted is False


def test_a_returned_record_shows_the_reason(client, organization, chief):
    Organization.objects.update(state="submitted")
    registrar = make.registrar()
    sign_in(client, registrar)
    assert client.post(work(organization, "return/"), {"reason": ""}).status_code == 422
    response = client.post(work(organization, "return/"), {"reason": "<b>证书不清晰</b>"})
    assert response.status_code == 302
    sign_in(client, chief)
    assert "&lt;b&gt;证书不清晰" in client.get(of(organization)).content.decode()


def test_certificates_are_handed_out_to_members_and_registrars(client, organization, chief):
    for _ in range(2):
        last = client.post(
            of(organization, "certificates/"),
            {"title": "登记证书", "expires_on": "2027-05-31", "upload": upload("a\u202eb.pdf")},
        )
    assert last.status_code == 409
    row = organization.certificates.get()
    response = client.get(of(organization, f"certificates/{row.pk}/"))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    sign_in(client, make.member())
    assert client.get(of(organization, f"certificates/{row.pk}/")).status_code == 404
    sign_in(client, make.registrar())
    assert client.get(of(organization, f"certificates/{row.pk}/")).status_code == 200
    sign_in(client, chief)
    assert client.post(of(organization, f"certificates/{row.pk}/withdraw/")).status_code == 302
    assert "还没有" in client.get(of(organization, "certificates/")).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"upload": upload("a.pdf", b"")},
        {"upload": upload("a.pdf", b"<html>")},
        {"upload": upload("a.exe", b"MZ")},
        {"issued_on": "2026-02-30"},
        {"expires_on": "9999-12-31"},
        {"issued_on": "2026-01-02", "expires_on": "2026-01-01"},
    ],
)
def test_bad_certificates_are_refused(client, organization, chief, changes):
    data = {"title": "登记证书", "upload": upload(), **changes}
    response = client.post(of(organization, "certificates/"), data)
    assert response.status_code == 422
    assert organization.certificates.count() == 0


def invite(client, organization, email="writer@example.org", role="bid_writer"):
    return client.post(of(organization, "members/"), {"email": email, "role": role})


def test_an_invitation_works_once_and_only_for_its_address(
    client, organization, chief, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(client, organization).status_code == 302
    assert invite(client, organization).status_code == 409
    path = re.search(r"/invitations/[^/]+/", mail.outbox[0].body).group(0)
    assert path.split("/")[2] not in str(Invitation.objects.values())
    sign_in(client, make.UserFactory(email="other@example.org"))
    assert client.post(path).status_code == 403
    writer = make.UserFactory(email="writer@example.org")
    sign_in(client, writer)
    assert client.get(path).status_code == 200
    assert client.post(path)["Location"] == of(organization)
    assert client.post(path).status_code == 409
    assert Membership.objects.filter(user=writer, role="bid_writer").count() == 1


def test_an_invitation_can_be_withdrawn(client, organization, chief, now):
    row, token = invite_member(
        actor=chief, organization=organization, email="a@example.org", role=MemberRole.FINANCE, now=now
    )
    path = of(organization, f"invitations/{row.pk}/revoke/")
    assert client.get(path).status_code == 405
    assert [client.post(path).status_code for _ in range(2)] == [302, 409]
    sign_in(client, make.UserFactory(email="a@example.org"))
    assert client.post(f"/invitations/{token}/").status_code == 409


def test_only_the_legal_representative_invites(client, organization):
    sign_in(client, make.member(organization, MemberRole.BID_WRITER))
    assert invite(client, organization).status_code == 403
    assert client.get(of(organization, "edit/")).status_code == 403


def test_the_last_legal_representative_hands_over(client, organization, chief):
    writer = make.member(organization, MemberRole.BID_WRITER)
    row = Membership.objects.get(user=chief)
    path = of(organization, f"members/{row.pk}/end/")
    assert client.get(path).status_code == 200
    assert client.post(path, {"sure": "1"}).status_code == 409
    assert client.post(path, {"sure": "1", "successor": make.UserFactory().pk}).status_code == 422
    assert client.post(path, {"sure": "1", "successor": writer.pk})["Location"] == "/desk/"
    assert Membership.objects.get(role="legal_representative", ended_at=None).user == writer
    assert client.get(of(organization)).status_code == 404


def test_a_token_is_needed_for_every_form(organization, chief):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, chief)
    assert strict.post(of(organization, "submit/")).status_code == 403
    organization.refresh_from_db()
    assert organization.state == "draft"


def test_a_resident_chooses_a_community_and_a_worker_confirms(client):
    home, elsewhere = make.CommunityFactory(phone="0562-2612345"), make.CommunityFactory()
    person = make.UserFactory()
    sign_in(client, person)
    assert client.get("/my/start/").status_code == 200
    assert client.post("/my/residency/", {"community": "999999"}).status_code == 422
    assert client.post("/my/residency/", {"community": home.pk}).status_code == 302
    path = f"/work/residents/{person.public_id}/"
    sign_in(client, make.worker(elsewhere))
    assert client.get(path).status_code == 404
    worker = make.worker(home)
    sign_in(client, worker)
    assert person.name in client.get("/work/residents/").content.decode()
    assert client.post(path, {"building": "", "door": "301"}).status_code == 422
    assert [client.post(path, {"building": "3栋", "door": "301"}).status_code for _ in range(2)] == [302, 409]
    row = Residency.objects.get(user=person)
    assert (row.level, str(row.household), row.verified_by) == ("verified", "3栋-301", worker)
    sign_in(client, person)
    assert client.get("/my/residency/").status_code == 200
    assert client.post("/my/residency/", {"community": elsewhere.pk}).status_code == 409


def test_residents_see_no_list_of_residents(client):
    sign_in(client, make.resident())
    assert client.get("/work/residents/").status_code == 403


def test_the_administrator_opens_accounts_gives_posts_and_appoints(client):
    admin, community, bureau = make.administrator(), make.CommunityFactory(), make.DepartmentFactory()
    sign_in(client, admin)
    assert client.post("/work/people/new/", {"name": "新人"}).status_code == 422
    response = client.post("/work/people/new/", {"name": "新人", "email": "new@example.org"})
    user = User.objects.get(email="new@example.org")
    assert response["Location"] == f"/work/people/{user.public_id}/"
    assert client.post("/work/people/new/", {"name": "新人", "email": "NEW@example.org"}).status_code == 409
    assert client.post("/work/people/", {"contact": "New@example.org"})["Location"] == response["Location"]
    assert client.post("/work/people/", {"contact": "no@example.org"}).status_code == 422
    page = response["Location"]

    def send(name, **values):
        return client.post(page, {"form": name, **{f"{name}-{k}": v for k, v in values.items()}}).status_code

    assert send("post", department=bureau.pk, role="registrar") == 302
    assert send("post", department=bureau.pk, role="registrar") == 409
    assert send("post", department=bureau.pk, role="king") == 422
    assert send("appointment", community=community.pk, role="worker") == 302
    assert send("appointment", community=community.pk, role="director") == 302
    assert send("expert", field="社工", employer="大学", categories="E01，E02 E01") == 302
    assert send("nonsense") == 404
    user.refresh_from_db()
    assert user.expert.categories == ["E01", "E02"]
    assert client.post(f"{page}editing/", {"group": "Editors"}).status_code == 302
    assert client.post(f"{page}editing/", {"group": "Root"}).status_code == 404
    assert user.groups.get().name == "Editors"
    assert client.get(page).status_code == 200
    assert client.get("/work/people/experts/").status_code == 200
    assert client.post(f"{page}expert/", {"available": "0"}).status_code == 302
    assert client.post(f"{page}close/").status_code == 409
    for path in (f"worker/{community.code}/dismiss/", f"director/{community.code}/dismiss/"):
        assert [client.post(page + path).status_code for _ in range(2)] == [302, 409]
    post = user.posts.get()
    assert client.get(f"{page}posts/{post.pk}/end/").status_code == 405
    assert client.post(f"{page}posts/{post.pk}/end/").status_code == 302
    assert user.groups.count() == 0
    assert client.get(f"{page}close/").status_code == 200
    assert client.post(f"{page}close/").status_code == 302


def test_only_an_administrator_manages_people(client):
    sign_in(client, make.official())
    for path in ("/work/people/", "/work/people/new/", "/work/people/experts/", "/explain/"):
        assert client.get(path).status_code == 403


def test_the_register_can_be_narrowed_and_turned(client):
    sign_in(client, make.registrar())
    make.OrganizationFactory.create_batch(22)
    make.OrganizationFactory(name="唯一的草稿", state="draft")
    page = client.get("/work/organizations/", {"state": "draft"})
    assert [row.name for row in page.context["page"].rows] == ["唯一的草稿"]
    first = client.get("/work/organizations/").context["page"]
    second = client.get("/work/organizations/", {"after": first.after}).context["page"]
    assert len(first.rows) + len(second.rows) == 23
    for strange in ("-1", "abc", "9" * 40, "*"):
        assert client.get("/work/organizations/", {"after": strange, "sort": "password"}).status_code == 200


@pytest.mark.parametrize("path", ["/work/organizations/", "/work/people/", "/work/residents/"])
def test_lists_ask_the_same_number_of_questions(client, path, django_assert_max_num_queries):
    community = make.CommunityFactory()
    user = make.registrar() if "organizations" in path else make.administrator()
    if "residents" in path:
        user = make.worker(community)
    sign_in(client, user)
    client.get(path)
    counts = []
    for batch in (1, 9):
        make.PostFactory.create_batch(batch)
        make.OrganizationFactory.create_batch(batch)
        for _ in range(batch):
            make.resident(community)
        with django_assert_max_num_queries(60) as context:
            assert client.get(path).status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_fields_of_service_are_the_categories_of_the_catalogue(client, organization, chief):
    from organizations.queries.fields import service_fields
    from projects.models import Category

    assert [code for code, _name in service_fields()] == list(
        Category.objects.order_by("code").values_list("code", flat=True)
    )

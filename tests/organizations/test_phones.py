"""A number is verified at the counter where no text message does it; without one, the page says where to go."""

import pytest

from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from marketplace.workdays.queries import now as present
from organizations.actions import open_account, verify_phone
from organizations.models import User
from tests.client import sign_in
from tests.factories import organizations as make

pytestmark = pytest.mark.django_db
NUMBER = "13812345678"


@pytest.fixture
def home():
    return make.CommunityFactory(phone="0562-1234567", address="阳光路8号")


def test_a_worker_verifies_the_number_of_a_resident(client, home):
    person = make.resident(home)
    sign_in(client, make.worker(home))
    assert person.name in client.get("/work/residents/").content.decode()
    address = f"/work/residents/{person.public_id}/phone/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"phone": "138 1234 5678"})["Location"] == "/work/residents/"
    person.refresh_from_db()
    assert (person.phone, bool(person.phone_verified_at)) == (NUMBER, True)
    assert AuditEvent.objects.filter(act="phone.verified").count() == 1


def test_what_is_no_number_stays_in_the_form(client, home):
    person = make.resident(home)
    sign_in(client, make.worker(home))
    page = client.post(f"/work/residents/{person.public_id}/phone/", {"phone": "12345"})
    assert page.status_code == 422
    assert "12345" in page.content.decode()


def test_a_number_of_another_account_is_refused(home):
    make.UserFactory(phone=NUMBER)
    with pytest.raises(Refused, match="account_exists"):
        verify_phone(actor=make.worker(home), user=make.resident(home), phone=NUMBER, now=present())


def test_nobody_verifies_the_own_number(client, home):
    worker = make.worker(home)
    make.ResidencyFactory(user=worker, community=home)
    sign_in(client, worker)
    assert client.post(f"/work/residents/{worker.public_id}/phone/", {"phone": NUMBER}).status_code == 403
    assert not User.objects.filter(phone=NUMBER).exists()


def test_another_communitys_worker_does_not_find_the_resident(client, home):
    person = make.resident(home)
    sign_in(client, make.worker())
    assert client.get(f"/work/residents/{person.public_id}/phone/").status_code == 404


def test_who_lacks_a_number_is_told_where_to_go(client, home, settings):
    sign_in(client, make.resident(home))
    settings.ACCOUNT_PHONE_VERIFICATION_ENABLED = False
    page = client.get("/needs/new/").content.decode()
    assert home.phone in page
    assert home.address in page
    settings.ACCOUNT_PHONE_VERIFICATION_ENABLED = True
    assert "/account/phone/change/" in client.get("/needs/new/").content.decode()


def test_the_age_of_an_account_begins_with_the_act(now):
    user = open_account(actor=None, name="甲", email="new@example.org", now=now)
    assert User.objects.get(pk=user.pk).joined_at == now

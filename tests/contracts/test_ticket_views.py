"""Pages of tickets: four taps, every role, and a canary: the reporter is in nothing that others can read."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts import actions
from contracts.models import Ticket, TicketPhoto
from marketplace.audit.models import AuditEvent
from marketplace.notifications.models import Notification
from organizations.states import PostRole
from tests.client import sign_in
from tests.factories.contracts import MOMENT, active, assigned, neighbor, photo, replied, ticket
from tests.factories.organizations import UserFactory, official, worker

pytestmark = pytest.mark.django_db
NAME, PHONE, MAIL = "金丝雀一号", "13912345678", "canary.reporter@example.org"


@pytest.fixture(autouse=True)
def _moment(move_clock):
    move_clock(MOMENT)


def jpeg(name="金丝雀一号家门口.jpg"):
    return SimpleUploadedFile(name, photo(exif=True), content_type="image/jpeg")


def canary(here):
    person = neighbor(here)
    person.name, person.phone, person.email = NAME, PHONE, MAIL
    person.save(update_fields=["name", "phone", "email"])
    return person


def test_a_resident_reports_in_four_taps(client):
    here = active()
    contract = here.contract
    sign_in(client, neighbor(here))
    shown = client.get(contract.path)  # tap 1: the button on the contract's page
    address = f"{contract.path}milestones/1/problem/"
    assert address in shown.content.decode()
    assert client.get(address).status_code == 200
    refused = client.post(address, {"line": "没人来"})  # nothing chosen: what was typed stays
    assert refused.status_code == 422
    assert "没人来" in refused.content.decode()
    sent = client.post(address, {"kind": "not_done", "photos": [jpeg()]})  # taps 2-4: kind, photo, send
    row = Ticket.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/my/tickets/{row.public_id}/")
    assert client.post(address, {"kind": "not_done"}).status_code == 302
    assert Ticket.objects.count() == 1


def test_a_neighbor_is_offered_to_join(client):
    here = active()
    row = ticket(here)
    sign_in(client, neighbor(here))
    address = f"{here.contract.path}milestones/1/problem/"
    told = client.post(address, {"kind": "not_done", "line": "我家也是"})
    assert told.status_code == 409
    assert "我家也是" in told.content.decode()
    assert client.post(f"/tickets/{row.public_id}/join/").status_code == 302
    assert row.reporters.count() == 2
    assert row.contract.title in client.get("/my/tickets/").content.decode()


def everything(client, paths):
    """Return bodies and headers of the pages."""
    found = []
    for path in paths:
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found.append(f"{path} {response.headers} " + body.decode("utf-8", "replace"))
    return "\n".join(found)


def test_nobody_learns_who_reported(client):
    here = active()
    reporter = canary(here)
    clerk, late = worker(here.community), MOMENT.replace(hour=14, minute=37, second=11)
    row = ticket(
        here,
        reporter,
        line=f"我是{NAME}，电话{PHONE}，{reporter.residency.household.building}{reporter.residency.household.door}",
        place=f"{NAME}家",
        now=late,
    )
    read = late.replace(hour=16, minute=2)
    actions.accept_ticket(actor=clerk, ticket=row, shown_line=row.line, shows_photos=True, now=read)
    actions.answer_ticket(actor=here.writer, ticket=row, text="好了", now=read)
    judged = {"actor": reporter, "ticket": row, "now": late + timedelta(days=1)}
    actions.judge_ticket(verdict="not_solved", **judged)
    actions.reopen_ticket(reason="nothing_changed", **judged)
    shared = ["/tickets/", row.path, here.contract.path, "/contracts/", f"{here.contract.path}document/"]
    shared += ["/api/v1/", "/data/", here.contract.project.path, here.organization.path, "/search/?q=巡访"]
    private = ["/my/answers/", row.supplier_path, here.contract.supplier_path, "/desk/", "/messages/"]
    sign_in(client, here.writer)
    seen = everything(client, [*shared, *private])
    client.logout()
    seen += everything(client, shared)
    home = reporter.residency.household
    for secret in (NAME, PHONE, MAIL, reporter.public_id, f"{home.building}{home.door}"):
        assert secret not in seen
    assert not re.search(r"14:37", seen)
    told = Notification.objects.filter(recipient__in=[here.writer, here.legal])
    assert NAME not in "".join(str(value) for row in told for value in (row.facts, row.path, row.key))
    kept = AuditEvent.objects.filter(chain=row.audit_chain).values_list("actor_name", "actor_id")
    assert NAME not in dict(kept)
    assert reporter.pk not in dict(kept).values()
    assert not AuditEvent.objects.filter(chain=here.contract.audit_chain, act__startswith="ticket.").exists()


def test_a_photo_has_no_position_and_a_neutral_name(client):
    here = active()
    sign_in(client, canary(here))
    client.post(f"{here.contract.path}problem/", {"kind": "unsafe", "photos": [jpeg()]})
    row, kept = Ticket.objects.get(), TicketPhoto.objects.get()
    assert (kept.name, row.milestone) == ("photo-1.jpeg", None)
    assert b"PhoneMaker" not in kept.file.read()
    address = f"{row.path}photos/{kept.public_id}/"
    assert client.get(address).status_code == 404  # nobody has read it yet
    clerk = worker(here.community)
    sign_in(client, clerk)
    assert client.get(f"{row.desk_path}photos/{kept.public_id}/").status_code == 200
    client.post(f"{row.desk_path}accept/", {"shown_line": "", "shows_photos": "on"})
    client.logout()
    handed = client.get(address)
    assert (handed.status_code, "photo-1.jpeg" in handed["Content-Disposition"]) == (200, True)


def test_workers_organizations_and_residents_go_the_whole_way_by_pages(client):
    here = active()
    reporter, clerk = neighbor(here), worker(here.community)
    row = ticket(here, reporter)
    sign_in(client, here.writer)
    assert client.get(row.supplier_path).status_code == 404  # not handed over yet
    sign_in(client, clerk)
    assert row.contract.title in client.get("/work/tickets/").content.decode()
    assert client.get(row.desk_path).status_code == 200
    assert client.post(f"{row.desk_path}reject/", {"instead": "", "reason": "不属于"}).status_code == 422
    assert client.post(f"{row.desk_path}nothing/").status_code == 404
    assert client.post(f"{row.desk_path}accept/", {"shown_line": "没有上门"}).status_code == 302
    sign_in(client, here.writer)
    assert (
        client.post(f"{row.supplier_path}extend/", {"day": "2020-01-01", "reason": "忙"}).status_code == 422
    )
    assert (
        client.post(f"{row.supplier_path}extend/", {"day": "2026-03-26", "reason": "忙"}).status_code == 302
    )
    assert client.post(row.supplier_path, {"text": ""}).status_code == 422
    assert client.post(row.supplier_path, {"text": "已补上", "photos": [jpeg()]}).status_code == 302
    assert client.post(row.supplier_path, {"text": "已补上"}).status_code == 409
    sign_in(client, reporter)
    assert "已补上" in client.get(row.reporter_path).content.decode()
    assert client.post(f"{row.reporter_path}judge/", {}).status_code == 422
    assert (
        client.post(f"{row.reporter_path}judge/", {"verdict": "partly", "is_satisfied": "no"}).status_code
        == 302
    )
    assert client.post(f"{row.reporter_path}reopen/", {"reason": "only_part"}).status_code == 302
    assert client.post(f"{row.reporter_path}nothing/").status_code == 404
    client.logout()
    page = client.get(row.path).content.decode()
    assert "没有上门" in page
    evidence = re.search(rf"{row.path}evidence/\w+/", page)
    assert client.get(evidence[0]).status_code == 200
    assert client.get("/tickets/?state=assigned").content.decode().count(f'href="{row.path}"') == 1


def test_inspection_by_pages(client):
    here = active()
    reporter, inspector = neighbor(here), official(PostRole.REGISTRAR, department=here.department)
    row = replied(here, reporter)
    Ticket.objects.filter(pk=row.pk).update(state="not_solved", reopenings=2)
    sign_in(client, here.officer)
    assert client.post(f"{row.desk_path}inspect/", {"inspector": ""}).status_code == 422
    assert client.post(f"{row.desk_path}inspect/", {"inspector": inspector.pk}).status_code == 302
    assert client.post(f"{row.desk_path}decide/").status_code == 403
    sign_in(client, inspector)
    assert (
        client.post(f"{row.desk_path}finding/", {"is_found_solved": "no", "finding": "未见改进"}).status_code
        == 302
    )
    sign_in(client, here.approver)
    assert "未见改进" in client.get(row.desk_path).content.decode()
    assert client.post(f"{row.desk_path}decide/").status_code == 302
    assert client.get(f"{row.desk_path}reporters/").status_code == 200
    named = client.post(f"{row.desk_path}reporters/", {"reason": "核实"})
    assert reporter.name in named.content.decode()
    row.refresh_from_db()
    assert row.state == "closed_unsolved"


def test_a_stranger_reads_no_desk_and_reports_nothing(client):
    here = active()
    row = assigned(here)
    sign_in(client, UserFactory())
    for path in (row.desk_path, row.supplier_path, row.reporter_path):
        assert client.get(path).status_code == 404
    assert client.get(f"{here.contract.path}problem/").status_code == 403
    assert client.post(f"/tickets/{row.public_id}/join/").status_code == 403
    client.logout()
    assert client.get(f"{here.contract.path}problem/").status_code == 302

"""The acceptance profile: what it alone honors, and a seed from which a whole tender can be run over HTTP."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bidding.models import OfficerKey
from marketplace.audit.actions import write_checkpoint
from organizations.models import Organization, Post, User
from organizations.states import OrganizationState
from projects.models import Project
from tests.bidding.conftest import fast_passphrases
from tests.opendata.program import Program, code

HERE = Path(__file__).resolve().parents[2]
ASKED = "from django.conf import settings as s; print(s.IS_ACCEPTANCE, s.MIN_TENDER_PERIOD_SECONDS, s.EMAIL_FILE_PATH, s.EMAIL_BACKEND)"
__all__ = ["fast_passphrases"]


@pytest.mark.parametrize(
    ("profile", "honored"),
    [
        ({"ACCEPTANCE": "1"}, True), ({"PROFILE": "acceptance"}, True), ({"DEBUG": "1"}, True), ({}, False),
        ({"PROFILE": "demo"}, False), ({"PROFILE": "test"}, False),
        ({"PROFILE": "production", "ACCEPTANCE": "1", "DEBUG": "1"}, False),
    ],
)  # fmt: skip
def test_short_periods_and_the_mail_folder_are_honored_inside_the_profile_only(tmp_path, profile, honored):
    given = {
        "MIN_TENDER_PERIOD_SECONDS": "0", "MAIL_SINK_DIR": str(tmp_path / "mails"), "EMAIL_HOST": "mail.example",
        "DATA_DIR": str(tmp_path), "SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "market.example",
        "DATABASE_URL": "postgresql://nobody@/nowhere", "DJANGO_SETTINGS_MODULE": "marketplace.settings",
    }  # fmt: skip
    environment = {"PATH": os.environ["PATH"], **given, **profile}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=HERE, env=environment, capture_output=True, text=True, check=True
    )
    is_acceptance, seconds, folder, backend = done.stdout.split()
    assert (is_acceptance, seconds) == (str(honored), "0" if honored else "None")
    assert folder.endswith("mails") is honored
    assert backend.endswith("filebased.EmailBackend") is honored


@pytest.mark.django_db
def test_outside_the_profile_no_account_is_made(settings):
    settings.IS_ACCEPTANCE = False
    with pytest.raises(CommandError, match="only under DEBUG or ACCEPTANCE=1"):
        call_command("seed_acceptance")
    assert not User.objects.exists()


@pytest.fixture
def seed(db, settings):
    settings.IS_ACCEPTANCE = True

    def run(projects=2):
        out = StringIO()
        call_command("seed_acceptance", projects=projects, stdout=out)
        return json.loads(out.getvalue())

    return run


def test_a_second_run_prints_the_same_and_makes_nothing(seed):
    first = seed()
    counts = [model.objects.count() for model in (User, Organization, OfficerKey, Post, Project)]
    assert seed() == first
    assert [model.objects.count() for model in (User, Organization, OfficerKey, Post, Project)] == counts
    assert len(first["projects"]) == 2
    assert Organization.objects.filter(state=OrganizationState.VERIFIED).count() == 4
    assert len({row["department"] for row in first["officers"]}) == 3
    assert len(seed(projects=3)["projects"]) == 3


def program_of(account):
    from django.core.cache import cache

    program = Program()
    cache.clear()
    answer = program.post(
        "/session",
        {"login": account["email"], "password": account["password"], "code": code(account["totp"])},
    )
    assert answer.status_code == 201, answer.content
    program.token = answer.json()["token"]
    return program


def test_a_whole_tender_is_run_with_nothing_but_the_seed(seed, settings, client):
    """Twenty minutes of an outside tester: short period, three bidders, two officers with their age keys, an award."""
    import base64
    from datetime import timedelta

    from pyrage import decrypt, x25519

    from marketplace.workdays.models import ClockOffset
    from marketplace.workdays.queries import database_now
    from tests.opendata.program import fresh_key
    from tests.opendata.sealing_tool import sealed_by_terms

    settings.MIN_TENDER_PERIOD_SECONDS = 0
    facts = seed()
    who = {role: program_of(account) for role, account in facts["accounts"].items() if "foreign" not in role}
    officer, approver = who["project_officer"], who["approver"]
    deadline = database_now() + timedelta(seconds=90)
    body = {"project": facts["projects"][0], "bid_deadline": deadline.isoformat()}
    path = f"/tenders/{officer.post('/tenders', body, expect=201).json()['id']}"
    officer.post(f"{path}/submit", expect=200)
    approver.post(f"{path}/publish", {}, expect=200)
    for number in (1, 2, 3):
        bidder = who[f"bidder_{number}"]
        envelopes, files = sealed_by_terms(
            bidder.get(f"{path}/sealing-terms").json(), f"{100 + number}000.00"
        )
        bidder.upload(path, files)
        bidder.post(f"{path}/seal", {"envelopes": envelopes}, key=fresh_key(), expect=201)
    unverified = who["unverified_bidder"].call("put", f"{path}/parts/{'a' * 32}?size=300", raw=b"x")
    assert unverified.status_code == 403
    ClockOffset.objects.update_or_create(only=True, defaults={"offset": timedelta(minutes=5)})
    for row in facts["officers"][:2]:
        identity, opener = x25519.Identity.from_str(row["age_identity"]), who[row["role"]]
        shares = [
            {
                "bid": s["bid"],
                "envelope": s["envelope"],
                "share": decrypt(base64.b64decode(s["blob"]), [identity]).hex(),
            }
            for s in opener.get(f"{path}/opening-shares").json()["shares"]
        ]
        state = opener.post(f"{path}/opening-shares", {"shares": shares}, expect=200).json()["state"]
    assert state == "opened"
    for bid in officer.get(f"{path}/bids").json()["bids"]:
        officer.put(f"{path}/bids/{bid['bid']}/qualification", {"is_qualified": True})
    representative = facts["accounts"]["buyer_representative"]["id"]
    officer.post(f"{path}/committee", {"representatives": [representative]}, expect=201)
    officer.post(f"{path}/evaluation/start", expect=200)
    for member in who.values():
        for seat in member.get("/seats").json()["seats"]:
            score(member, seat["id"])
    officer.post(f"{path}/evaluation/conclude", expect=200)
    officer.post(f"{path}/award", {"reason": "综合得分第一"}, expect=201)
    award = approver.post(f"{path}/award/confirm", expect=200).json()
    assert award["organization"] == facts["accounts"]["bidder_1"]["organization"]
    head = write_checkpoint(now=database_now())
    assert client.get("/log/checkpoint").content.decode() == head.note
    assert facts["keys"]["log"].startswith(settings.LOG_ORIGIN)


def score(member, seat):
    member.post(f"/seats/{seat}/declaration", {"has_conflict": False}, expect=201)
    sheet = member.get(f"/seats/{seat}/scores").json()
    for bid in sheet["bids"]:
        points = {str(row["id"]): row["points"] for row in sheet["criteria"]}
        member.put(f"/seats/{seat}/scores/{bid['bid']}", {"points": points})
    member.post(f"/seats/{seat}/lock", expect=200)

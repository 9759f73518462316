"""The site computes with the method: frozen calibrations, one organization after an event, links, appeals."""

from datetime import timedelta

import pytest

from contracts.events import MilestoneAccepted
from marketplace.audit.models import AuditEvent
from marketplace.core.refusals import Refused
from organizations.models import Standing
from organizations.states import MemberRole, PostRole
from ranking import actions, handlers, tasks
from ranking.events import EvaluationPublished
from ranking.models import Appeal, Contribution, FrozenCalibration, Place, Snapshot, Succession
from ranking.queries.calibrations import calibration_in_use, is_calibration_due
from ranking.queries.duties import duties_of
from ranking.queries.standings import estimate_of
from ranking.queries.successions import family_of, holder_of
from ranking.standing import DEFAULT, calibrate, read_events
from tests.factories.organizations import OrganizationFactory, UserFactory, member, official
from tests.factories.ranking import (
    AFTER_REPLY,
    MOMENT,
    accept_milestone,
    published,
    signed_contract,
)

pytestmark = pytest.mark.django_db
LATER = AFTER_REPLY + timedelta(days=3)


def refused(code, act, status=409, **arguments):
    with pytest.raises(Refused) as caught:
        act(**arguments)
    assert (caught.value.code, caught.value.status) == (code, status)


def scores():
    return dict(Standing.objects.filter(category="*").values_list("organization__public_id", "score"))


def everything():
    fields = (
        "organization_id",
        "category",
        "status",
        "rank",
        "score",
        "low",
        "high",
        "contracts",
        "evidence",
    )
    return sorted(Standing.objects.values_list(*fields))


class TestCalibration:
    def test_before_the_first_one_the_table_is_used(self):
        assert calibration_in_use() == DEFAULT
        assert is_calibration_due(MOMENT.date())

    def test_it_is_estimated_from_the_published_events_and_frozen(self):
        panel = published()
        row = actions.freeze_calibration(now=LATER)
        snapshot = actions.recompute_standings(now=LATER)
        assert row.input_hash == snapshot.input_hash
        assert calibration_in_use() == calibrate(read_events(snapshot.events), row.day)
        assert snapshot.calibration == row.content
        assert panel.expert.name not in row.content
        published()
        assert actions.recompute_standings(now=LATER).calibration == row.content

    def test_once_a_day_with_one_audit_row(self):
        published()
        assert actions.freeze_calibration(now=LATER) == actions.freeze_calibration(now=LATER)
        assert AuditEvent.objects.filter(act="calibration.frozen").count() == 1

    def test_the_report_says_what_moves(self):
        panel = published()
        report = actions.freeze_calibration(now=LATER).report
        assert report["organizations"] == 1
        assert report["before"]["means"] == ["86.000", "80.000", "4.000", "88.000"]
        assert report["largest"][0]["organization"] == panel.organization.public_id
        assert report["before"]["raters"] == 0
        assert report["after"]["raters"] == 2

    def test_the_task_calibrates_once_a_quarter(self, monkeypatch):
        published()
        for moment, count in ((LATER, 1), (LATER + timedelta(days=1), 1), (LATER + timedelta(days=92), 2)):
            monkeypatch.setattr(tasks, "now", lambda moment=moment: moment)
            tasks.calibrate_quarterly()
            assert FrozenCalibration.objects.count() == count

    def test_the_page_shows_it(self, client):
        panel = published()
        assert "还没有校准" in client.get("/ranking/calibrations/").content.decode()
        actions.freeze_calibration(now=LATER)
        text = client.get("/ranking/calibrations/").content.decode()
        assert panel.organization.name in text
        assert client.get("/en/ranking/calibrations/").status_code == 200


class TestRescore:
    def test_one_organization_equals_the_whole(self):
        first, second = published(), published()
        actions.freeze_calibration(now=LATER)
        actions.recompute_standings(now=LATER)
        contract = signed_contract(first.organization)
        accept_milestone(contract, 1, days_late=12)
        before = scores()
        assert actions.rescore_organization(organization=first.organization, now=LATER) >= 1
        after = scores()
        assert after[first.organization.public_id] != before[first.organization.public_id]
        assert after[second.organization.public_id] == before[second.organization.public_id]
        found, lines = everything(), list(Contribution.objects.values_list("category", "contribution"))
        actions.recompute_standings(now=LATER)
        assert everything() == found
        assert sorted(lines) == sorted(Contribution.objects.values_list("category", "contribution"))

    def test_a_repetition_writes_nothing(self):
        panel = published()
        actions.rescore_organization(organization=panel.organization, now=LATER)
        rows = AuditEvent.objects.count()
        assert actions.rescore_organization(organization=panel.organization, now=LATER) == 0
        assert AuditEvent.objects.count() == rows
        assert not Snapshot.objects.exists()

    def test_places_are_given_anew(self):
        first = _ranked(0)
        second = _ranked(20)
        actions.recompute_standings(now=LATER)
        assert list(_places().values()) == [1, 2]
        better = signed_contract(second)
        for contract in (better, signed_contract(second), signed_contract(second)):
            accept_milestone(contract, 1)
        for contract in (signed_contract(first), signed_contract(first)):
            accept_milestone(contract, 1, days_late=40)
        actions.rescore_organization(organization=second, now=LATER)
        actions.rescore_organization(organization=first, now=LATER)
        assert _places() == {second.public_id: 1, first.public_id: 2}
        assert AuditEvent.objects.filter(act="standings.renumbered").exists()
        found = everything()
        actions.recompute_standings(now=LATER)
        assert everything() == found

    def test_an_event_computes_its_organization_and_all_on_a_day_without_snapshot(self, monkeypatch):
        panel = published()
        monkeypatch.setattr(handlers, "now", lambda: LATER)
        handlers.recompute_after_review(EvaluationPublished(review_id=panel.review.pk))
        snapshot = Snapshot.objects.get()
        assert AuditEvent.objects.filter(act="standings.recomputed").count() == 1
        contract = signed_contract(panel.organization)
        milestone = accept_milestone(contract, 1)
        handlers.recompute_after_milestone(MilestoneAccepted(milestone_id=milestone.pk))
        assert AuditEvent.objects.filter(act="standings.recomputed").count() == 1
        assert Standing.objects.get(organization=panel.organization, category="*").contracts == 2
        snapshot.refresh_from_db()
        assert contract.public_id not in snapshot.events

    def test_the_files_follow(self, monkeypatch):
        panel = published()
        monkeypatch.setattr(tasks, "now", lambda: LATER)
        assert tasks.renew_snapshot() == ""
        actions.rescore_organization(organization=panel.organization, now=LATER)
        assert tasks.renew_snapshot() == str(LATER.date())
        assert tasks.renew_snapshot() == ""
        later = LATER + timedelta(hours=1)
        accept_milestone(signed_contract(panel.organization), 1)
        actions.rescore_organization(organization=panel.organization, now=later)
        monkeypatch.setattr(tasks, "now", lambda: later)
        assert tasks.renew_snapshot() == str(LATER.date())
        assert Snapshot.objects.get().computed_at == later

    def test_estimated_from_other_services(self, client):
        panel = published()
        actions.recompute_standings(now=LATER)
        estimate = estimate_of(panel.organization, "CH1", LATER)
        own = Standing.objects.get(organization=panel.organization, category="*")
        assert estimate.status == "none"
        assert abs(estimate.score - 70) < abs(own.score - 70)
        assert estimate.error > own.error


def _ranked(days_late):
    organization = OrganizationFactory()
    for _ in range(2):
        contract = signed_contract(organization)
        accept_milestone(contract, 1, days_late=days_late)
    return organization


def _places():
    rows = Standing.objects.filter(category="*", rank__isnull=False).order_by("rank")
    return dict(rows.values_list("organization__public_id", "rank"))


class TestLinks:
    def link(self, old, new, **more):
        arguments = {"reason": "重新登记", "document": "民登〔2026〕8号", "now": LATER, **more}
        return actions.link_organizations(actor=official(PostRole.REGISTRAR), old=old, new=new, **arguments)

    def test_a_successor_inherits_the_record_from_its_date(self):
        panel, new = published(), OrganizationFactory()
        actions.recompute_standings(now=LATER)
        score = scores()[panel.organization.public_id]
        self.link(panel.organization, new)
        assert scores() == {new.public_id: score}
        assert holder_of(panel.organization) == new
        assert set(family_of(new)) == {panel.organization.pk, new.pk} == set(family_of(panel.organization))
        found = everything()
        snapshot = actions.recompute_standings(now=LATER)
        assert everything() == found
        assert f"link,{panel.organization.public_id}" in snapshot.events
        assert set(Place.objects.values_list("organization", flat=True)) == {new.pk}
        assert AuditEvent.objects.filter(act="organizations.linked").count() == 1

    def test_refusals(self):
        a, b, c = (OrganizationFactory() for _ in range(3))
        refused("ranking.succeeds_itself", lambda: self.link(a, a), 422)
        self.link(a, b)
        refused("ranking.already_linked", lambda: self.link(a, c))
        self.link(b, c)
        refused("ranking.link_in_circle", lambda: self.link(c, a))
        assert Succession.objects.count() == 2

    def test_the_page(self, client):
        old, new = published().organization, OrganizationFactory()
        client.force_login(official(PostRole.APPROVER))
        assert client.get("/work/reviews/links/").status_code == 403
        client.force_login(official(PostRole.REGISTRAR))
        assert client.get("/work/reviews/links/").status_code == 200
        said = {"old": old.pk, "new": old.pk, "document": "民登〔2026〕8号", "reason": "重新登记"}
        answer = client.post("/work/reviews/links/", said)
        assert answer.status_code == 422
        assert "民登〔2026〕8号" in answer.content.decode()
        answer = client.post("/work/reviews/links/", {**said, "new": new.pk})
        assert answer.status_code == 302
        text = client.get("/work/reviews/links/").content.decode()
        assert old.name in text
        assert new.name in text
        assert new.name in client.get(f"/ranking/{old.public_id}/").content.decode()


class TestAppeals:
    def filed(self, panel, item="official", **more):
        return actions.file_appeal(
            actor=panel.legal, contract=panel.contract, item=item, grounds="考勤记录遗漏", now=LATER, **more
        )

    def decider(self, panel):
        return official(PostRole.APPROVER, department=panel.contract.buyer)

    def test_an_upheld_appeal_removes_the_evidence_from_its_date(self):
        panel = published()
        actions.recompute_standings(now=LATER)
        before = scores()
        appeal = self.filed(panel)
        decided = LATER + timedelta(days=2)
        actions.decide_appeal(
            actor=self.decider(panel), appeal=appeal, is_upheld=True, reason="属实", now=decided
        )
        assert scores() != before
        items = set(Contribution.objects.filter(category="*").values_list("item", flat=True))
        assert "official" not in items
        assert "expert" in items
        found = everything()
        text = actions.recompute_standings(now=decided).events
        assert everything() == found
        assert f"v-e-{panel.review.public_id}-official" in text
        assert list(AuditEvent.objects.filter(act__startswith="appeal.").values_list("act", flat=True)) == [
            "appeal.filed",
            "appeal.decided",
        ]

    def test_a_dismissed_one_changes_nothing(self):
        panel = published()
        actions.recompute_standings(now=LATER)
        before = everything()
        appeal = self.filed(panel)
        actions.decide_appeal(
            actor=self.decider(panel), appeal=appeal, is_upheld=False, reason="不属实", now=LATER
        )
        actions.recompute_standings(now=LATER)
        assert everything() == before
        refused(
            "core.not_in_this_state", actions.decide_appeal, actor=self.decider(panel), appeal=appeal,
            is_upheld=True, reason="属实", now=LATER,
        )  # fmt: skip

    def test_a_milestone_is_appealed_alone(self):
        panel = published()
        first, second = panel.contract.milestones.order_by("number")
        appeal = self.filed(panel, "milestone", milestone=first)
        actions.decide_appeal(
            actor=self.decider(panel), appeal=appeal, is_upheld=True, reason="属实", now=LATER
        )
        text = actions.recompute_standings(now=LATER).events
        assert f"v-m-{panel.contract.public_id}-{first.number}," in text
        assert f"v-m-{panel.contract.public_id}-{second.number}," not in text

    def test_refusals(self):
        panel = published()
        self.filed(panel)
        refused("ranking.already_appealed", self.filed, panel=panel)
        panel.review.ballots.all().delete()
        refused("ranking.no_such_evidence", self.filed, panel=panel, item="resident")
        refused("ranking.no_such_evidence", self.filed, panel=panel, item="milestone")
        refused(
            "ranking.no_such_evidence", self.filed, panel=panel, item="expert",
            milestone=panel.contract.milestones.first(),
        )  # fmt: skip
        appeal = Appeal.objects.get()
        for person in (panel.officer, panel.approver, panel.legal):
            refused(
                "ranking.had_a_part", actions.decide_appeal, 403, actor=person, appeal=appeal, is_upheld=True,
                reason="属实", now=LATER,
            )  # fmt: skip

    def test_whoever_took_no_part_has_the_duty(self):
        panel = published()
        decider = self.decider(panel)
        appeal = self.filed(panel)
        assert appeal.reference in [duty.reference for duty in duties_of(decider, LATER)]
        assert appeal.reference not in [duty.reference for duty in duties_of(panel.approver, LATER)]

    def test_the_pages(self, client):
        panel = published()
        actions.recompute_standings(now=LATER)
        standing = f"/ranking/{panel.organization.public_id}/"
        new = f"/work/reviews/appeals/new/{panel.contract.public_id}/official/"
        assert new not in client.get(standing).content.decode()
        client.force_login(member(OrganizationFactory(), MemberRole.LEGAL_REPRESENTATIVE))
        assert client.get(new).status_code == 403
        client.force_login(panel.legal)
        assert new in client.get(standing).content.decode()
        assert client.get(new.replace("official", "prior")).status_code == 404
        assert client.post(new, {"grounds": ""}).status_code == 422
        answer = client.post(new, {"grounds": "考勤记录遗漏"})
        appeal = Appeal.objects.get()
        assert answer["Location"].endswith(appeal.desk_path)
        assert "有争议" in client.get(standing).content.decode()
        assert client.get("/work/reviews/appeals/").status_code == 200
        assert client.get(new.replace("official", "milestone")).status_code == 200
        client.force_login(UserFactory())
        assert client.get(appeal.desk_path).status_code == 404
        client.force_login(panel.approver)
        assert client.post(appeal.desk_path, {"outcome": "upheld", "reason": "属实"}).status_code == 403
        client.force_login(self.decider(panel))
        assert client.post(appeal.desk_path, {"outcome": "upheld", "reason": ""}).status_code == 422
        assert client.post(appeal.desk_path, {"outcome": "upheld", "reason": "属实"}).status_code == 302
        assert "属实" in client.get(appeal.desk_path).content.decode()
        client.logout()
        text = client.get(standing).content.decode()
        assert "经申诉移除的依据" in text
        assert "考勤记录遗漏" not in text


class TestPublicPages:
    def test_the_pages_are_reached_from_where_one_looks(self, client):
        text = client.get("/ranking/").content.decode()
        assert "/ranking/use/" in text
        assert "/ranking/calibrations/" in text
        client.force_login(official(PostRole.REGISTRAR))
        assert "/work/reviews/links/" in client.get("/work/reviews/").content.decode()
        client.force_login(official(PostRole.APPROVER))
        text = client.get("/work/reviews/").content.decode()
        assert "/work/reviews/appeals/" in text
        assert "/work/reviews/links/" not in text

    def test_lawful_use(self, client):
        text = client.get("/ranking/use/").content.decode()
        assert "同等条件下优先" in text
        assert "第三十四条" in text
        assert client.get("/en/ranking/use/").status_code == 200

    def test_another_service_is_estimated(self, client):
        panel = published()
        actions.recompute_standings(now=LATER)
        from tests.factories.projects import category

        category("CH1")
        text = client.get(f"/ranking/{panel.organization.public_id}/?category=CH1").content.decode()
        assert "根据其他服务估计" in text
        text = client.get(f"/ranking/{panel.organization.public_id}/?category=nowhere").content.decode()
        assert "根据其他服务估计" not in text

"""Consortia and named subcontracts in the sealed bid: how lines are read, who is refused, what the winner promises (BID-06)."""

from decimal import Decimal

import pytest
from django.utils import translation

from bidding.actions.awards import propose_award, result_notice
from bidding.actions.committee import appoint_committee
from bidding.actions.evaluation import qualify_bid, start_evaluation
from bidding.actions.papers import edit_terms
from bidding.actions.results import conclude_evaluation
from bidding.actions.tenders import publish_tender, submit_tender
from bidding.forms.evaluation import QualificationForm
from bidding.models import BidFacts, Tender
from bidding.queries.bids import opened_bids
from bidding.queries.consortia import partner_codes, promise_of
from bidding.queries.facts import with_partners
from bidding.rules.consortia import Partner, Unreadable, bound_twice, check_partners, read_partners
from bidding.rules.facts import PROOFS, Papers, check_papers
from contracts.actions.drafting import draw_up_contract
from contracts.queries.documents import document_of
from marketplace.core.refusals import Refused
from marketplace.web.sentences import refusal_text
from tests.factories.organizations import OrganizationFactory

from .test_facts import CLOSED, DAY, OPEN

CODE, OTHER = "52341702MJT500001B", "52341702MJT5000283"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (f"{CODE} 30 家庭走访", [Partner(CODE, Decimal(30), "家庭走访")]),
        (f"{CODE.lower()}，12.5％，走访 与 记录\n\n", [Partner(CODE, Decimal("12.5"), "走访 与 记录")]),
        (f"{CODE} 30", 1),
        (f"{CODE} 30 走访\n不是代码 30 走访", 2),
        (f"{CODE} 0 走访", 1),
        (f"{CODE} 100 走访", 1),
        (f"{CODE} 3.125 走访", 1),
        (f"{CODE} ٣٠ 走访", 1),
    ],
)
def test_partners_are_read_line_by_line(text, found):
    if isinstance(found, int):
        with pytest.raises(Unreadable) as wrong:
            read_partners(text)
        assert wrong.value.number == found
        return
    assert read_partners(text) == found


@pytest.mark.parametrize(
    ("shares", "leader", "codes"),
    [
        ([], CODE, []),
        ([(CODE, 40)], OTHER, []),
        ([(CODE, 40)], CODE, ["bidding.partner_twice"]),
        ([(CODE, 40), (CODE, 20)], OTHER, ["bidding.partner_twice"]),
        ([(CODE, 40), ("x", 60)], OTHER, ["bidding.partner_shares"]),
        ([(str(n), 5) for n in range(6)], OTHER, ["bidding.partners_many"]),
    ],
)
def test_a_consortium_in_itself(shares, leader, codes):
    partners = [Partner(code, Decimal(share), "走访") for code, share in shares]
    assert [row.code for row in check_partners(partners, leader)] == codes


def test_nobody_stands_behind_two_bids():
    assert bound_twice(["a", "b"], {"x": ["c"], "y": ["b", "d"]}) == ["b"]
    alone = Papers(proofs=PROOFS, bid_alone=["甲"])
    assert [row.code for row in check_papers(alone, CLOSED, DAY)] == ["bidding.bids_twice"]
    share = {"subcontracted": "保洁", "small_share": Decimal(30), "deduction": "consortium"}
    assert check_papers(Papers(proofs=PROOFS, **share), OPEN, DAY) == []


def published(life, desk):
    tender = life.draft()
    edit_terms(actor=desk.officer, tender=tender, content={"subcontract_parts": "场地布置"}, now=life.now)
    tender = submit_tender(actor=desk.officer, tender=tender, now=life.now)
    life.tender = publish_tender(actor=desk.approver, tender=tender, now=life.now)


def sealed_with(life, proposal, person=None):
    """Seal as the server does, with a proposal of its own."""
    from bidding.actions.bids import BidContent, seal_bid

    writer, organization = person or life.bidder()
    return seal_bid(
        actor=writer, lot=life.lot, organization=organization, token=f"{organization.pk:064d}",
        content=BidContent(price=Decimal("110000.00"), form={"statements": True}, proposal=proposal),
    )  # fmt: skip


def test_the_server_refuses_a_consortium_before_it_is_sealed(life, desk):
    published(life, desk)
    partner = life.bidder()[1]
    line, agreement = f"{partner.uscc} 40 家庭走访", {"agreement": "协议.pdf"}

    def code(proposal, person=None):
        with pytest.raises(Refused) as refused:
            sealed_with(life, proposal, person)
        return refused.value

    me = life.bidder()
    assert code({"partners": "看不懂"}, me).code == "bidding.partner_line"
    assert code({"partners": line}, me).code == "bidding.no_agreement"
    assert code({"partners": f"{me[1].uscc} 40 走访", **agreement}, me).code == "bidding.partner_twice"
    assert code({"partners": f"{CODE} 40 走访", **agreement}, me).code == "bidding.partner_unknown"
    suspended = OrganizationFactory(state="suspended")
    found = code({"partners": f"{suspended.uscc} 40 走访", **agreement}, me)
    with translation.override("en"):
        assert "suspended and cannot bid" in refusal_text(found)
    life.tender.terms.__class__.objects.update(allows_consortium=False, subcontract_parts="")
    assert code({"partners": line, **agreement}, me).code == "bidding.no_consortium"
    assert code({"subcontracted": "场地布置"}, me).code == "bidding.no_subcontract"


def test_a_consortium_from_the_sealed_bid_to_the_contract(life, desk):
    published(life, desk)
    leader, partner = life.bidder(), life.bidder()
    said = {
        "partners": f"{partner[1].uscc} 40 家庭走访", "agreement": "联合体协议.pdf", "subcontracted": "场地布置",
    }  # fmt: skip
    sealed_with(life, said, leader)
    rivals = [life.bidder(), life.bidder()]
    for price, person in zip(("119000", "120000"), rivals, strict=True):
        life.seal(price, person=person)
    life.past_deadline()
    life.open()
    bids = {bid.organization_id: bid for bid in opened_bids(life.lot)}
    mine, rival = bids[leader[1].pk], bids[rivals[0][1].pk]
    promise = promise_of(mine)
    assert partner_codes(life.lot) == [partner[1].uscc]
    initial = QualificationForm.initial_of(promise)
    assert (initial["partners"], initial["has_agreement"]) == (partner[1].uscc, True)
    rival.opened.proposal = {"partners": "看不懂"}
    assert promise_of(rival).unread == "看不懂"
    papers = Papers(
        proofs=PROOFS, partners=[partner[1].uscc], has_agreement=True, subcontracted=promise.subcontracted
    )
    given = {"actor": desk.officer, "is_qualified": True, "reason": "", "now": life.now}
    qualify_bid(bid=mine, papers=papers, **given)
    same = Papers(proofs=PROOFS, partners=[partner[1].uscc], has_agreement=True)
    assert with_partners(rival, same).bid_alone == [partner[1].name]
    with pytest.raises(Refused, match="bids_twice"):
        qualify_bid(bid=rival, papers=same, **given)
    BidFacts.objects.update(has_agreement=False)
    assert with_partners(rival, same).bid_alone == []
    BidFacts.objects.update(has_agreement=True)
    life.qualified()
    appoint_committee(actor=desk.officer, lot=life.lot, representatives=[desk.buyer], now=life.now)
    life.tender = start_evaluation(actor=desk.officer, tender=life.tender, now=life.now)
    life.score_all()
    conclude_evaluation(actor=desk.officer, lot=life.lot, now=life.now)
    life.tender = Tender.objects.get(pk=life.tender.pk)
    award = propose_award(actor=desk.officer, lot=life.lot, reason="第一", now=life.now)
    notice = result_notice(award)
    assert [row["share"] for row in notice["members"]] == ["60", "40"]
    assert notice["subcontracted"] == "场地布置"
    from bidding.actions.awards import confirm_award

    contract = draw_up_contract(
        award=confirm_award(actor=desk.approver, award=award, now=life.now), now=life.now
    )
    assert contract.subcontracting == "场地布置"
    document = document_of(contract)
    assert document["members"][1]["uscc"] == partner[1].uscc
    assert partner[1].name in str(document["articles"])


def test_a_bidder_looks_up_a_partner_and_sees_the_fields(life, desk, enter):
    published(life, desk)
    person, _organization = life.bidder()
    page = enter(person)
    path = f"/tenders/{life.tender.public_id}/partners/"
    assert page.get(path).status_code == 200
    fit = life.bidder()[1]
    assert fit.name in page.post(path, {"code": fit.uscc}).text
    unfit = OrganizationFactory(state="suspended")
    answer = page.post(path, {"code": unfit.uscc})
    assert (answer.status_code, unfit.name in answer.text) == (422, True)
    form = page.get(f"/tenders/{life.tender.public_id}/bid/").text
    assert 'name="partners"' in form
    assert 'name="subcontracted"' in form
    assert 'name="small_share"' not in form

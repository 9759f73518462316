"""The terms of a tender document: as written, or as they would be prefilled."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import models
from django.utils import translation

from bidding.models import Tender, Terms
from bidding.phrases.papers import GROUP_TITLES
from bidding.phrases.papers import TERMS as WORDS
from bidding.rules.contents import GROUPS, Group, check_contents, few_takers, missing_in
from bidding.rules.findings import Finding

FIELDS = (
    "buyer_address", "agent_name", "agent_address", "agent_phone", "agent_fee", "manner", "standards",
    "key_requirements", "policy", "allows_consortium", "subcontract_parts", "validity_days", "opening_place",
    "specifiers", "credit_check", "other", "small_deduction", "consortium_deduction", "spread_share",
)  # fmt: skip


def prefilled_terms(tender: Tender) -> dict[str, object]:
    """Return the first terms of a tender in Chinese, from the buyer, the project and its category."""
    with translation.override("zh-hans"):
        words = {name: str(text) for name, text in WORDS.items()}
    lines = [words["standards"], *(f"· {row.text}" for row in tender.project.criteria.all())]
    if tender.project.category.basis:
        lines.append(tender.project.category.basis)
    return {**words, "buyer_address": tender.buyer.address, "standards": "\n".join(lines)[:4000]}


def terms_of(tender: Tender) -> Terms:
    """Return the terms of a tender; one that nobody wrote down yet shows what they are prefilled with."""
    found = Terms.objects.filter(tender=tender).first()
    return found or Terms(tender=tender, **prefilled_terms(tender))


def facts_of(tender: Tender, terms: Terms) -> dict[str, object]:
    """Return every field that the sixteen groups ask for."""
    wanted = {name for group in GROUPS for name in group.needs}
    own = {name: getattr(tender, name) for name in wanted if hasattr(tender, name)}
    return {**own, **{name: getattr(terms, name) for name in FIELDS}}


def label_of(name: str) -> object:
    """Return the name of a field of the tender or of its terms."""
    model: type[models.Model] = Terms if name in FIELDS else Tender
    return model._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's public-in-practice Meta


def content_findings(tender: Tender) -> list[Finding]:
    """Return what the notice and the sixteen groups still miss, each with the name of its field (NOT-01, DOC-19)."""
    return [_named(finding) for finding in check_contents(facts_of(tender, terms_of(tender)))]


def _named(finding: Finding) -> Finding:
    facts = {**finding.facts, "what": label_of(str(finding.facts["what"]))}
    if "group" in facts:
        facts["group"] = GROUP_TITLES[str(facts["group"])]
    return replace(finding, facts=facts)


def has_few_takers(tender: Tender, today: date) -> bool:
    """Say whether fewer than three organizations took the document in its time; their number stays secret (DOC-03)."""
    # DOC-03
    ends = next(
        (row for row in (tender.notice or {}).get("steps", []) if row["code"] == "documents_until"), None
    )  # type: ignore[attr-defined]
    if not ends or not ends["day"] or tender.notice_date is None:
        return False
    until = date.fromisoformat(ends["day"])
    return few_takers(until, today=today, takers=tender.takers.count(), notice_day=tender.notice_date)


def group_states(tender: Tender) -> list[dict[str, object]]:
    """Return the sixteen groups in order, each with the fields that are still empty."""
    facts = facts_of(tender, terms_of(tender))
    return [_state(group, facts) for group in GROUPS]


def _state(group: Group, facts: Mapping[str, object]) -> dict[str, object]:
    missing = [{"name": name, "label": label_of(name)} for name in missing_in(group, facts)]
    return {"number": group.number, "title": GROUP_TITLES[group.code], "missing": missing}

"""Words for codes that stand in frozen records: steps, citations, findings, grounds."""

from datetime import date, datetime

from django import template
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from bidding import phrases
from bidding.models import LocalValue, Signal, Tender
from bidding.phrases.law import key_label
from bidding.phrases.procedures import CAUSE_LABELS
from bidding.queries.terms import FIELDS as TERMS_FIELDS
from bidding.rules.amendments import is_material
from bidding.rules.findings import Finding
from bidding.rules.local_values import as_parameter
from bidding.states import RemarkKind
from marketplace.core.clock import day_of, local
from marketplace.core.refusals import Citation
from marketplace.statutes import INSTRUMENTS, Parameter, Unit
from marketplace.web.formats import full_money, percent_text
from marketplace.web.sentences import reason_text, refusal_text

register = template.Library()


@register.filter
def step_label(code: str) -> str:
    """Return the name of a step of the procedure."""
    return str(phrases.STEPS.get(code, code))


@register.filter
def cited(citation: list[str] | None) -> str:
    """Return a citation (instrument, article, trust) in the reader's language; unconfirmed ones say so."""
    if not citation:
        return ""
    key, article, trust = citation
    instrument, number = INSTRUMENTS.get(key), article.replace("art. ", "")
    note = " · " + _("to be confirmed") if trust in {"G", "R"} else ""
    if instrument is None:
        return f"{key} {article}{note}".strip()
    if (get_language() or "").startswith("zh"):
        return f"《{instrument.title}》{f'第{number}条' if number else ''}{note}"
    return f"{instrument.title_en}{f', art. {number}' if number else ''}{note}"


@register.filter
def period(step: dict[str, object]) -> str:
    """Return the length of the period behind a step, such as "5 working days"."""
    text = phrases.UNITS.get(str(step.get("unit", "")))
    return str(text).format(count=step.get("count")) if text and step.get("count") else ""


@register.filter
def ground(code: str) -> str:
    """Return the sentence of a ground on which a tender ended."""
    return str(phrases.END_REASONS.get(code, code))


@register.filter
def cause_label(code: str) -> str:
    """Return the legal cause of a method, with its article."""
    return str(CAUSE_LABELS.get(code, code))


@register.filter
def part_label(name: str) -> str:
    """Return the name of a part of the tender document that an amendment changes."""
    return str(phrases.PARTS.get(name, name))


@register.filter
def is_material_part(name: str) -> bool:
    """Say whether a change of the part is material."""
    return is_material([name])


@register.filter
def correction_label(rule: str) -> str:
    """Return the sentence of the rule by which a price stands."""
    return str(phrases.CORRECTIONS.get(rule, rule))


@register.filter
def remark_label(kind: str) -> str:
    """Return the name of what a bidder said at the opening."""
    return str(RemarkKind(kind).label)


@register.filter
def opening_result(code: str) -> str:
    """Return the sentence of what came of opening a bid."""
    return str(phrases.OPENING_RESULTS.get(code, code))


@register.filter
def trigger_label(code: str) -> str:
    """Return the sentence of a line of the low-price rule."""
    return str(phrases.TRIGGERS.get(code, code))


@register.filter
def sentence(finding: Finding) -> str:
    """Return the sentence of a finding with its citation."""
    return refusal_text(finding.refusal)


@register.filter
def cure_address(field: str, tender: Tender) -> str:
    """Return the address of the form field that cures a finding, or nothing where no field does."""
    page = "bidding:tender_terms" if field in TERMS_FIELDS else "bidding:tender_edit"
    return f"{reverse(page, args=[tender.public_id])}#id_{field}" if field else ""


@register.filter
def reason(code: str) -> str:
    """Return the sentence of a verdict's reason."""
    return reason_text(code)


@register.filter
def number_label(key: str) -> str:
    """Return the name of a number that the district may set."""
    return key_label(key)


@register.filter
def number_value(number: Parameter) -> str:
    """Return a number with its unit: yuan, days, members, a share in percent."""
    if number.unit == Unit.YUAN:
        return full_money(number.value)
    if number.unit == Unit.SHARE:
        return percent_text(number.value)
    text = phrases.UNITS.get(str(number.unit))
    count = format(number.value.normalize(), "f")
    return str(text).format(count=count) if text else count


@register.filter
def own_value(row: LocalValue) -> str:
    """Return the value of a number of the district with its unit."""
    return number_value(as_parameter(row.key, row.value, row.since, row.until, row.source))


@register.filter
def citation_list(citation: Citation) -> list[str]:
    """Return a citation as frozen records hold it."""
    return [citation.instrument, citation.article, citation.trust]


@register.filter
def sign_label(rule: str) -> str:
    """Return the sentence of a sign of collusion."""
    return str(phrases.SIGNS.get(rule, rule))


@register.filter
def sign_evidence(signal: Signal) -> str:
    """Return the evidence of a sign in words."""
    shown = []
    for name, found in signal.evidence.items():
        values = (
            [
                value.replace(f"#{value[1:]}", _("the same person sealed them"))
                if value[:1] == "#"
                else value
                for value in found
            ]
            if isinstance(found, list)
            else found
        )
        text = "、".join(values) if isinstance(values, list) else values
        shown.append(str(phrases.EVIDENCE[name]).format(**{name: text}))
    return "；".join(shown)


@register.filter
def iso_moment(text: str | None) -> datetime | None:
    """Return the moment of a frozen record."""
    return datetime.fromisoformat(text) if text else None


@register.filter
def full_moment(text: str | None) -> str:
    """Return a moment of a frozen record with its year, on the district's wall clock."""
    return f"{local(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}" if text else "—"


@register.filter
def iso_day(text: str | None) -> date | None:
    """Return the day of a frozen record."""
    return date.fromisoformat(text) if text else None


@register.filter
def item(mapping: dict[str, object], key: str) -> object:
    """Return a value of a frozen record by its key."""
    return mapping.get(key, "")


@register.filter
def reason_of(code: str, findings: list[Finding]) -> str:
    """Return why somebody may not, with its facts and citation where a finding gives them."""
    for finding in findings:
        if finding.code == code:
            return refusal_text(finding.refusal)
    return reason_text(code)


@register.filter
def month_title(first: date) -> str:
    """Return a month in the reader's words: 2026年3月, March 2026."""
    return date_format(first, "Y年n月" if (get_language() or "").startswith("zh") else "F Y")


@register.filter
def weekday_names(_nothing: str) -> list[str]:
    """Return the short names of the weekdays, Monday first."""
    return [
        str(WEEKDAYS_ABBR[place])[-1:]
        if (get_language() or "").startswith("zh")
        else str(WEEKDAYS_ABBR[place])
        for place in range(7)
    ]


@register.filter
def day_kind(code: str) -> str:
    """Return what a day is: holiday, make-up working day."""
    return str(phrases.DAY_KINDS.get(code, code))


@register.filter
def day_mark(code: str) -> str:
    """Return the short mark of a holiday or a make-up working day."""
    return pgettext("mark of a day", "off") if code == "holiday" else pgettext("mark of a day", "work")


@register.filter
def timeline_entries(steps: list[dict[str, object]], now: datetime) -> list[dict[str, object]]:
    """Return the steps of a frozen notice as entries of a timeline; a step without a day is left to the table."""
    return [
        {
            "at": iso_moment(step["at"]) or iso_day(step["day"]),  # type: ignore[arg-type]
            "title": step_label(str(step["code"])),
            "text": f"{period(step)} {cited(step['citation'])}".strip(),  # type: ignore[arg-type]
            "tone": "info",
            "done": _is_past(step, now),
        }
        for step in steps
        if step["day"]
    ]


def _is_past(step: dict[str, object], now: datetime) -> bool:
    moment = iso_moment(step["at"])  # type: ignore[arg-type]
    return moment <= now if moment else iso_day(step["day"]) < day_of(now)  # type: ignore[arg-type,operator]

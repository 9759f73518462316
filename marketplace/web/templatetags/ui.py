"""The components of every page; each tag renders `components/<name>.html`."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.statutes import RULES
from marketplace.web import addresses, formats
from marketplace.web.models import Stop
from marketplace.web.plots import Plot, budget_bar
from marketplace.web.spine import shown_stops, stops_of

register = template.Library()

TONE_ICONS = {"neutral": "dot", "info": "info", "good": "check", "warn": "clock", "late": "alert"}

register.filter("wan", formats.short_money)
register.filter("yuan", formats.full_money)
register.filter("day", formats.day_text)
register.filter("moment", formats.moment_text)
register.filter("instant", formats.instant_text)
register.filter("days_left", formats.days_left_text)
register.filter("urgency", formats.urgency)
register.filter("percent", formats.percent_text)
register.filter("filesize", formats.size_text)
register.filter("device", formats.device_text)
register.filter("named", formats.named)
register.filter("localized", addresses.localized)


# --- small marks --------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a symbol of the sprite; without a label it is decoration and hidden from screen readers."""
    sprite = static("web/icons.svg")
    if label:
        return format_html(
            '<svg class="icon icon-{0}" width="20" height="20" role="img" aria-label="{2}">'
            '<use href="{1}#{0}"></use></svg>',
            name,
            sprite,
            label,
        )
    return format_html(
        '<svg class="icon icon-{0}" width="20" height="20" aria-hidden="true" focusable="false">'
        '<use href="{1}#{0}"></use></svg>',
        name,
        sprite,
    )


@register.simple_tag
def state_tag(label: object, tone: str = "neutral") -> SafeString:
    """Show a state as word and symbol; colour is never the only sign."""
    tone = tone if tone in TONE_ICONS else "neutral"
    return format_html(
        '<span class="tag tag-{}">{}<span>{}</span></span>', tone, icon(TONE_ICONS[tone]), label
    )


@register.simple_tag
def demo_mark(subject: object) -> SafeString | str:
    """Mark an object that belongs to the demonstration."""
    is_demo = subject.get("is_demo") if isinstance(subject, dict) else getattr(subject, "is_demo", False)
    if not is_demo:
        return ""
    return format_html('<span class="tag tag-demo">{}<span>{}</span></span>', icon("flask"), _("Demo data"))


# --- the spine ----------------------------------------------------------------
@register.inclusion_tag("components/step_bar.html")
def step_bar(spine_id: object, current: object = "") -> dict[str, Any]:
    """Show the eight stops of a thread with their links; `current` is a Stop (one query)."""
    return {"stops": shown_stops(stops_of(spine_id), str(current or "").lower())}


@register.inclusion_tag("components/step_line.html")
def step_line(current: object = "") -> dict[str, Any]:
    """Show where a thing stands on cards and in rows: eight dots and the word; asks the database nothing."""
    value = str(current or "").lower()
    order = list(Stop.values)
    place = order.index(value) + 1 if value in order else 0
    dots = [{"is_reached": number <= place, "is_current": number == place} for number in range(1, 9)]
    return {"dots": dots, "place": place, "label": Stop(value).label if place else ""}


# --- forms --------------------------------------------------------------------
@register.inclusion_tag("components/form_errors.html")
def form_errors(*forms: BaseForm) -> dict[str, Any]:
    """Sum up the errors of one or several forms, each linked to its field."""
    problems: list[dict[str, str]] = []
    for form in forms:
        if not isinstance(form, BaseForm) or not form.is_bound:
            continue
        problems += [{"text": text, "target": ""} for text in form.non_field_errors()]
        problems += [
            {
                "text": text,
                "target": bound.id_for_label or bound.auto_id,
                "label": str(bound.label).rstrip("?？:：。."),
            }
            for bound in form
            for text in bound.errors
        ]
    rules = [rule for form in forms for rule in getattr(form, "refused_rules", ())]
    return {"problems": problems, "rules": rules}


@register.inclusion_tag("components/rule_link.html")
def rule_link(rule_id: str) -> dict[str, Any]:
    """Lead to a coded rule on the page of the rules; an id that is not registered is shown without a link."""
    return {"id": rule_id, "is_coded": RULES.find(rule_id) is not None}


@register.inclusion_tag("components/form_field.html")
def form_field(field: BoundField) -> dict[str, Any]:
    """Show one field: label, hint, error, control, unit."""
    widget = field.field.widget
    return {
        "field": field,
        "unit": getattr(field.field, "unit", ""),
        "is_hidden": field.is_hidden,
        "is_checkbox": isinstance(widget, CheckboxInput),
        "is_file": isinstance(widget, FileInput),
        "is_group": widget.use_fieldset,
    }


@register.inclusion_tag("components/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Show all fields of a form in order, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("components/submit_button.html")
def submit_button(
    label: object, variant: str = "primary", name: str = "", value: object = ""
) -> dict[str, Any]:
    """Show the button that sends the form."""
    return {"label": label, "variant": variant, "name": name, "value": value}


@register.inclusion_tag("components/button.html")
def button(label: object, url: str, variant: str = "primary", icon: str = "") -> dict[str, Any]:
    """Show a link that looks like a button: it leads somewhere and changes nothing."""
    return {"label": label, "url": url, "variant": variant, "icon_name": icon}


# --- blocks of a page ---------------------------------------------------------
@register.inclusion_tag("components/task_card.html", takes_context=True)
def task_card(context: Context, duty: object) -> dict[str, Any]:
    """Show one thing to do: object, step, place, time left, one button."""
    now = context.get("now") or formats.present()
    return {"duty": duty, "now": now, "tone": formats.urgency(getattr(duty, "due_at", None), now)}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Show what happened and what comes: entries of at, title, text, url, tone, done."""
    return {"entries": entries}


@register.inclusion_tag("components/four_questions.html")
def four_questions(
    who: object = "", money: object = "", where: object = "", quality: object = ""
) -> dict[str, Any]:
    """Answer the four questions of every public project."""
    rows = (
        ("people", _("Who does it"), pgettext("four questions", "Supplier"), who, _("not chosen yet")),
        ("coin", _("What it costs"), _("Contract sum"), money, _("not yet known")),
        ("flag", _("How far it is"), pgettext("four questions", "Milestones"), where, _("not yet known")),
        (
            "star",
            _("How well it is done"),
            pgettext("four questions", "Evaluation"),
            quality,
            _("not rated yet"),
        ),
    )
    return {"rows": rows}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: object, text: object = "", url: str = "", label: object = "", icon: str = "inbox"
) -> dict[str, Any]:
    """Say what will appear here, when, and one thing to do; never a blank table."""
    return {"title": title, "text": text, "url": url, "label": label, "icon_name": icon}


@register.inclusion_tag("components/stat.html")
def stat(value: object, label: object, n: object = None, url: str = "", tone: str = "") -> dict[str, Any]:
    """Show one figure with its name and, for a share, the number of answers."""
    return {"value": value, "label": label, "n": n, "url": url, "tone": tone}


@register.inclusion_tag("components/facts.html")
def facts(pairs: list[tuple[object, object]]) -> dict[str, Any]:
    """List facts: (label, value) pairs; empty values are left out."""
    return {"pairs": [(label, value) for label, value in pairs if value not in (None, "")]}


@register.inclusion_tag("components/file_list.html")
def file_list(files: list[object]) -> dict[str, Any]:
    """List files to open: each has name, size and url (or get_absolute_url)."""
    rows = []
    for file in files or []:
        known = file if isinstance(file, dict) else {}
        address = known.get("url") or getattr(file, "get_absolute_url", None) or getattr(file, "url", "")
        rows.append(
            {
                "name": known.get("name") or getattr(file, "name", "") or str(file),
                "size": known.get("size") or getattr(file, "size", None),
                "note": known.get("note") or getattr(file, "note", ""),
                "url": address() if callable(address) else address,
            }
        )
    return {"rows": rows}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: object) -> dict[str, Any]:
    """Link to the next page of a keyset list (and back to the first)."""
    request = context.get("request")
    after = getattr(page, "after", "")
    return {
        "next": addresses.with_query(request, after=after) if after else "",
        "first": "" if getattr(page, "is_first", True) else addresses.with_query(request, after=""),
    }


@register.inclusion_tag("components/plot.html")
def plot(plot: Plot | None) -> dict[str, Any]:
    """Show a plot: its finding, the drawing, the reading sentence, the table behind it."""
    return {"plot": plot}


@register.inclusion_tag("components/plot.html")
def money_bar(
    budget: object = None,
    set_up: object = None,
    contracted: object = None,
    paid: object = None,
    closed: object = None,
) -> dict[str, Any]:
    """Show plot A: budget, set up, contracted, paid, closed (yuan; None leaves a part out)."""
    return {"plot": budget_bar(budget=budget, set_up=set_up, contracted=contracted, paid=paid, closed=closed)}


# --- the frame of a page ------------------------------------------------------
@register.simple_tag(takes_context=True)
def other_language(context: Context, code: str) -> str:
    """Return the address of this page in the other language."""
    known = context.get("language_addresses")
    request = context.get("request")
    if known and code in known:
        return known[code]
    if request is None:
        return "/en/" if code == "en" else "/"
    return addresses.in_language(request, code)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: str) -> str:
    """Return the query of this page with some values changed."""
    return addresses.with_query(context.get("request"), **{k: str(v) for k, v in changes.items()})


@register.simple_tag(takes_context=True)
def is_here(context: Context, *prefixes: str) -> bool:
    """Say whether this page lies under one of the language-neutral prefixes."""
    request = context.get("request")
    if request is None:
        return False
    path = request.path_info
    path = path[3:] if path.startswith("/en/") else path
    return any(path == prefix if prefix == "/" else path.startswith(prefix) for prefix in prefixes)


@register.simple_tag(takes_context=True)
def include_if_present(context: Context, name: str) -> SafeString | str:
    """Include a template of an upper room when that room is installed."""
    try:
        found = context.template.engine.get_template(name)
    except template.TemplateDoesNotExist:
        return ""
    return found.render(context)


class CaptureNode(template.Node):
    """Render the inside into a variable, trimmed, so that a frame knows which blocks a page fills."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> str:
        """Keep the text; show nothing."""
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """{% capture name %}…{% endcapture %}."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)

"""Open pages are named one by one; templates carry no script or style of their own and all are used."""

import re

from django.urls import URLPattern, get_resolver

from .sources import HOUSE, ROOMS, WRITE, demand_none, listed, python_files, shown, template_name, templates

INLINE = {
    "script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "outside asset": re.compile(
        r"<(script|link|img|iframe)\b[^>]*\b(src|href)=\"(https?:)?//", re.IGNORECASE
    ),
}
ELSEWHERE = (  # named by Django, allauth, Wagtail or Axes, not by us
    "403.html", "404.html", "500.html", "csrf.html", "account/", "mfa/", "usersessions/", "allauth/", "wagtail",
    "registration/", "socialaccount/", "django/", "reauthentication/",
)  # fmt: skip


def _views(patterns, found=None) -> dict[str, object]:
    found = {} if found is None else found
    for entry in patterns:
        if isinstance(entry, URLPattern):
            view = entry.callback
            inner = getattr(view, "func", view)  # a partial names what it wraps
            inner = getattr(inner, "view_class", inner)
            found[f"{inner.__module__}.{getattr(inner, '__qualname__', type(inner).__qualname__)}"] = view
        else:
            _views(entry.url_patterns, found)
    return found


def _open_pages() -> set[str]:
    views = _views(get_resolver().url_patterns)
    return {
        name
        for name, view in views.items()
        if not getattr(view, "login_required", True) and name.split(".")[0] in ROOMS
    }


def test_open_pages_are_named_one_by_one():
    path = HOUSE / "open_pages.txt"
    if WRITE:
        head = "# Views that anybody may open without signing in; a new one is added here on purpose.\n"
        path.write_text(head + "".join(f"{name}\n" for name in sorted(_open_pages())))
    known = set(listed("open_pages.txt"))
    assert (sorted(_open_pages() - known), sorted(known - _open_pages())) == ([], [])


def test_templates_have_no_inline_script_or_style_and_no_outside_asset():
    found = [
        f"{shown(path)}: {what}"
        for path in templates()
        if path.suffix == ".html"
        for what, pattern in INLINE.items()
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    demand_none(found)


def test_every_template_is_used():
    texts = [path.read_text(encoding="utf-8") for path in (*python_files(), *templates())]
    unused = []
    for path in templates():
        name = template_name(path)
        stem = name.removesuffix(path.suffix)
        if name.startswith(ELSEWHERE) or any(part in ("blocks", "wagtailadmin") for part in path.parts):
            continue
        if not any(f'"{name}"' in text or f"'{name}'" in text or f'"{stem}"' in text for text in texts):
            unused.append(shown(path))
    demand_none(set(unused) - set(listed("templates_by_pattern.txt")))


def test_forms_are_checked_by_us_in_the_reader_s_language():
    """Without `novalidate` a browser stops a form with a bubble in its own language, unseen by a screen reader's list."""
    form = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>", re.IGNORECASE)
    found = [
        f"{shown(path)}: {tag}"
        for path in templates()
        if path.suffix == ".html" and "wagtail" not in str(path)
        for tag in form.findall(path.read_text(encoding="utf-8"))
        if "novalidate" not in tag
    ]
    demand_none(found)

"""Make locale, root, homes and the first pages where they are absent; what editors changed is never touched."""

import json
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps as current
from django.db import transaction

from cms.rules import policies, read_text
from marketplace.core.clock import day_of
from marketplace.statutes import INSTRUMENTS
from marketplace.workdays.queries import now

TEXTS = Path(__file__).resolve().parent.parent / "first_pages"
LANGUAGES = ("zh-hans", "en")
GUIDES = (
    ("how-it-works", "GuidePage"),
    ("how-the-ranking-is-computed", "MethodPage"),
    ("accessibility", "GuidePage"),
)
STEP = 4  # characters of one level in a treebeard path
_SPACE = uuid.UUID("0f0a1a8e-9a35-4c0e-8f58-3e3e1a0b54f0")

GetModel = Callable[[str, str], Any]


@transaction.atomic
def plant_pages(*, get_model: GetModel = current.get_model) -> int:
    """Plant what is missing in both languages; return how many pages were made. Works on migration models too."""
    return _Planter(get_model).plant()


class _Planter:
    """Makes pages by their tree columns, because migration models know no treebeard."""

    def __init__(self, get_model: GetModel) -> None:
        self.get_model = get_model
        self.page = get_model("wagtailcore", "Page")
        self.made = 0

    def plant(self) -> int:
        locales = {code: self._locale(code) for code in LANGUAGES}
        root = self._root(locales["zh-hans"])
        self._drop_welcome(root)
        for code in LANGUAGES:
            self._tree(root, code, locales[code])
        self._site()
        return self.made

    def _locale(self, code: str) -> Any:
        return self.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=code)[0]

    def _root(self, locale: Any) -> Any:
        root = self.page.objects.filter(depth=1).first()
        return root or self._make(
            "wagtailcore", "Page", None, slug="root", title="Root", locale=locale, url_path="/", key="root"
        )

    def _drop_welcome(self, root: Any) -> None:
        """Remove the page that Wagtail's own migration makes."""
        kind = self.get_model("contenttypes", "ContentType").objects.filter(
            app_label="wagtailcore", model="page"
        )
        old = self.page.objects.filter(depth=2, slug="home", content_type__in=kind)
        if old.exists():
            self.get_model("wagtailcore", "Site").objects.filter(root_page__in=old).delete()
            root.numchild -= old.count()
            root.save(update_fields=["numchild"])
            old.delete()

    def _tree(self, root: Any, code: str, locale: Any) -> None:
        slug = "home" if code == "zh-hans" else "home-en"
        home = self._written("HomePage", root, slug, "home", code=code, locale=locale)
        for name, model in GUIDES:
            self._written(model, home, name, name, code=code, locale=locale)
        news = self._written("NewsIndexPage", home, "news", "news", code=code, locale=locale)
        self._written(
            "NewsPage", news, "opening", "news-opening", code=code, locale=locale, day=day_of(now())
        )
        index = self._written("PolicyIndexPage", home, "policy", "policy", code=code, locale=locale)
        texts = policies(self._source("policies", code))
        for key, blocks in texts.items():
            self._policy(index, key, blocks, code=code, locale=locale)

    def _policy(self, index: Any, key: str, blocks: list, *, code: str, locale: Any) -> None:
        row = INSTRUMENTS[key]
        self._make(
            "cms",
            "PolicyPage",
            index,
            slug=key.lower(),
            key=f"policy {key}",
            locale=locale,
            title=row.title_en if code == "en" else row.title,
            body=json.dumps(blocks, ensure_ascii=False),
            instrument=key,
            number=row.number,
            in_force_from=row.in_force_from,
        )

    def _source(self, name: str, code: str) -> str:
        return (TEXTS / f"{name}.{code}.txt").read_text(encoding="utf-8")

    def _written(
        self, model: str, parent: Any, slug: str, name: str, *, code: str, locale: Any, **more: date
    ) -> Any:
        text = read_text(self._source(name, code))
        body = json.dumps(text.blocks, ensure_ascii=False)
        return self._make(
            "cms", model, parent, slug=slug, key=name, locale=locale, title=text.title, lead=text.lead, body=body,
            **more,
        )  # fmt: skip

    def _make(
        self, app: str, model: str, parent: Any, *, slug: str, key: str, locale: Any, **values: Any
    ) -> Any:
        children = self._children(parent)
        found = children.filter(slug=slug).first()
        if found:
            return found
        kind = self.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app, model=model.lower()
        )[0]
        values.setdefault("url_path", f"{parent.url_path}{slug}/" if parent else "/")
        moment = now()
        page = self.get_model(app, model).objects.create(
            path=self._next_path(parent, children),
            depth=parent.depth + 1 if parent else 1,
            numchild=0,
            slug=slug,
            draft_title=values["title"],
            live=True,
            has_unpublished_changes=False,
            first_published_at=moment,
            last_published_at=moment,
            translation_key=uuid.uuid5(_SPACE, key),
            locale=locale,
            content_type=kind,
            show_in_menus=False,
            **values,
        )
        self.made += 1
        if parent is None:
            return page
        self.page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + 1)
        parent.numchild += 1
        return self.page.objects.get(pk=page.pk)

    def _children(self, parent: Any) -> Any:
        if parent is None:
            return self.page.objects.filter(depth=1)
        return self.page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)

    def _next_path(self, parent: Any, children: Any) -> str:
        """Return the path after the last child (base 36, four characters for each level)."""
        last = children.order_by("-path").values_list("path", flat=True).first()
        number = int(last[-STEP:], 36) + 1 if last else 1
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        text = ""
        while number:
            number, rest = divmod(number, 36)
            text = digits[rest] + text
        return (parent.path if parent else "") + text.rjust(STEP, "0")

    def _site(self) -> None:
        site = self.get_model("wagtailcore", "Site").objects
        home = self.page.objects.get(depth=2, slug="home")
        if not site.filter(is_default_site=True).exists():
            site.create(
                hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True, site_name=""
            )

"""What people write: pages in two translated trees, moderated before they are published."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Select
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from marketplace.statutes import INSTRUMENTS, STATUTES, Parameter

from .blocks import BodyBlock


class WrittenPage(Page):
    """A page of text: a lead sentence and blocks."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    settings_panels: list = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the addresses of the page in both languages, for the language switch."""
        context = super().get_context(request, *args, **kwargs)
        context["language_addresses"] = self.language_addresses(request)
        return context

    def language_addresses(self, request: HttpRequest) -> dict[str, str]:
        """Return the address by language code; the home page where there is no translation."""
        rows = self.get_translations(inclusive=True).live().select_related("locale")
        known = {row.locale.language_code: row.get_url(request) or "" for row in rows}
        return {"zh-hans": known.get("zh-hans") or "/", "en": known.get("en") or "/en/"}


class HomePage(WrittenPage):
    """The top of a language's tree; `/` composes its figures around these words."""

    template = "cms/pages/home_words.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.NewsIndexPage", "cms.PolicyIndexPage", "cms.GuidePage", "cms.MethodPage"]
    max_count_per_parent = 2

    class Meta:
        verbose_name = _("home page")


class GuidePage(WrittenPage):
    """A page that explains: how it works, accessibility, help."""

    template = "cms/pages/guide.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("guide")


class MethodPage(WrittenPage):
    """How a public figure is computed, with a worked example from live data where there is any."""

    template = "cms/pages/method.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("method")


class NewsIndexPage(WrittenPage):
    """All news, newest first."""

    template = "cms/pages/news_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news list")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the news, newest first."""
        context = super().get_context(request, *args, **kwargs)
        context["news"] = NewsPage.objects.child_of(self).live().public().order_by("-day", "-pk")[:50]
        return context


class NewsPage(WrittenPage):
    """One piece of news."""

    day = models.DateField(_("day"), default=date.today)

    template = "cms/pages/news.html"
    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news")


class PolicyIndexPage(WrittenPage):
    """The documents that rules cite."""

    template = "cms/pages/policy_index.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PolicyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of policy documents")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the documents in the order of their importance in the tree."""
        context = super().get_context(request, *args, **kwargs)
        context["policies"] = PolicyPage.objects.child_of(self).live().public().order_by("path")
        return context


def known_instrument(key: str) -> None:
    """Refuse a key that no rule could cite."""
    if key not in INSTRUMENTS:
        raise ValidationError(_("Choose a document of the register."))


class PolicyPage(WrittenPage):
    """One cited document: what it is, what the platform takes from it, every number that cites it."""

    instrument = models.CharField(_("document"), max_length=20, validators=[known_instrument])
    number = models.CharField(_("number"), max_length=80, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)

    template = "cms/pages/policy.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel(
            "instrument", widget=Select(choices=[(row.key, row.title) for row in INSTRUMENTS.values()])
        ),
        FieldPanel("number"),
        FieldPanel("in_force_from"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    search_fields = [*WrittenPage.search_fields, index.SearchField("number")]
    parent_page_types = ["cms.PolicyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("policy document")

    def citing(self) -> list[Parameter]:
        """Return every number that cites the document."""
        return [row for row in STATUTES.all() if row.citation.instrument == self.instrument]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Add the numbers that cite the document."""
        context = super().get_context(request, *args, **kwargs)
        context["parameters"] = self.citing()
        return context

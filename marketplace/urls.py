"""The address map: every room brings its own prefixes; people's pages exist in Chinese and, under /en/, English."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.urls import document_urlpatterns, editing_urlpatterns
from marketplace.web import views as web

ROOMS = (
    "marketplace.web",
    "marketplace.notifications",
    "marketplace.desk",
    "organizations",
    "deliberation",
    "payments",
    "projects",
    "bidding",
    "contracts",
    "ranking",
    "incubation",
    "search",
    "opendata",
    "cms",
)
URLS = {"opendata": "opendata.urls.pages"}

urlpatterns = [
    path("healthz", web.healthz, name="healthz"),
    path("readyz", web.readyz, name="readyz"),
    path("favicon.ico", web.favicon, name="favicon"),
    path("language/", set_language, name="set_language"),
    path("", include("opendata.urls")),
    path(
        "cms/login/",
        login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True)),
    ),
    path("cms/", include(editing_urlpatterns)),
    path("documents/", include(document_urlpatterns)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.CLOCK_MOVABLE:
    urlpatterns += i18n_patterns(path("", include("marketplace.demo.urls")), prefix_default_language=False)
urlpatterns += i18n_patterns(
    path("account/", include("allauth.urls")),
    *(path("", include(URLS.get(room, f"{room}.urls"))) for room in ROOMS),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
handler403 = "marketplace.web.views.forbidden"
handler404 = "marketplace.web.views.not_found"
handler500 = "marketplace.web.views.server_error"

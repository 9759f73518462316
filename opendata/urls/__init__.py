"""Addresses that exist once: the API. The pages that exist in both languages are in `pages`."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from opendata.views.api import api

_patterns, _app, _namespace = api.urls
urlpatterns = [
    path(
        "api/v1/",
        include((decorate_urlpatterns(list(_patterns), login_not_required), _app), namespace=_namespace),
    ),
]

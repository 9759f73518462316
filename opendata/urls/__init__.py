"""Addresses that exist once: the API and the log. The pages that exist in both languages are in `pages`."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from opendata.views import log, routes
from opendata.views.api import api

routes.connect(api)
_patterns, _app, _namespace = api.urls
urlpatterns = [
    path(
        "api/v1/",
        include((decorate_urlpatterns(list(_patterns), login_not_required), _app), namespace=_namespace),
    ),
    path("log/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("log/tile/<int:level>/<path:number>", log.tile, name="log_tile"),
    path("log/proof", log.proof, name="log_proof"),
    path("log/key", log.key, name="log_key"),
]

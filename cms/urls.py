from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .views.editing import for_editors
from .views.rules import rules

urlpatterns = [
    path("rules/", rules, name="rules"),
    re_path(serve_pattern, login_not_required(wagtail_views.serve), name="wagtail_serve"),
]
editing_urlpatterns = decorate_urlpatterns(list(wagtailadmin_urls.urlpatterns), for_editors)
document_urlpatterns = [
    path(
        "<int:document_id>/<path:document_filename>",
        login_not_required(serve_document),
        name="wagtaildocs_serve",
    ),
]

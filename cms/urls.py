from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern
from wagtail.utils.urlpatterns import decorate_urlpatterns

from .views.communities import community_detail, community_list
from .views.editing import for_editors
from .views.home import home
from .views.money import money
from .views.organizations import organization_detail, organization_list
from .views.projects import past_detail, past_list, project_detail, project_list
from .views.rules import rule_numbers, rules

urlpatterns = [
    path("", home, name="home"),
    path("projects/", project_list, name="projects"),
    path("projects/past/", past_list, name="past_processes"),
    path("projects/past/<slug:public_id>/", past_detail, name="past_process"),
    path("projects/<slug:public_id>/", project_detail, name="project"),
    path("organizations/", organization_list, name="organizations"),
    path("organizations/<slug:public_id>/", organization_detail, name="organization"),
    path("communities/", community_list, name="communities"),
    path("communities/<slug:code>/", community_detail, name="community"),
    path("money/", money, name="money"),
    path("rules/", rules, name="rules"),
    path("rules/numbers/", rule_numbers, name="rule_numbers"),
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

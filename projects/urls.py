from django.urls import path

from projects.views import official, public

app_name = "projects"
urlpatterns = [
    path("catalogue/", public.catalogue, name="catalogue"),
    path("catalogue/<slug:code>/", public.category, name="category"),
    path("work/projects/", official.work_list, name="work_list"),
    path("work/projects/new/", official.new, name="new"),
    path("work/projects/budget/", official.budget, name="budget"),
    path("work/projects/outcomes/<slug:public_id>/decline/", official.decline, name="decline"),
    path("work/projects/<slug:public_id>/", official.work_project, name="work_project"),
    path("work/projects/<slug:public_id>/cancel/", official.cancel, name="cancel"),
]

from django.urls import path

from . import explain, views

app_name = "web"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("explain/", explain.explain, name="explain"),
]

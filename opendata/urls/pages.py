from django.urls import path

from opendata.views import downloads

app_name = "opendata"
urlpatterns = [
    path("data/", downloads.data, name="data"),
    path("data/tenders.atom", downloads.tender_feed, name="tender_feed"),
    path("data/answers.atom", downloads.answer_feed, name="answer_feed"),
    path("data/awards.atom", downloads.award_feed, name="award_feed"),
    path("data/<slug:name>.csv", downloads.download, name="download"),
]

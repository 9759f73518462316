from django.urls import path

from payments.views import ledger, member, official

app_name = "payments"
urlpatterns = [
    path("work/payments/", official.order_list, name="orders"),
    path("work/payments/files/", official.make_file, name="make_file"),
    path("work/payments/files/<slug:public_id>/", official.file_detail, name="file"),
    path("work/payments/files/<slug:public_id>/download/", official.file_download, name="file_download"),
    path("work/payments/answers/", official.answers, name="answers"),
    path("work/payments/answers/<slug:public_id>/", official.answer_detail, name="answer"),
    path("work/payments/ledger/", ledger.official_statement, name="ledger"),
    path("work/payments/ledger/<slug:form>/", ledger.official_file, name="ledger_file"),
    path("work/payments/<slug:public_id>/", official.order_detail, name="order"),
    path("work/payments/<slug:public_id>/release/", official.release, name="release"),
    path("work/payments/<slug:public_id>/cancel/", official.turn, {"act": "cancel"}, name="cancel"),
    path("work/payments/<slug:public_id>/again/", official.turn, {"act": "again"}, name="again"),
    path("my/payments/", member.my_payments, name="mine"),
    path("my/payments/statement/", ledger.member_statement, name="statement"),
    path("my/payments/statement/<slug:form>/", ledger.member_file, name="statement_file"),
]

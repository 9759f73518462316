from django.urls import path

from payments.views import deposits, interest, ledger, member, official, provider, recoveries

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
    path("work/interest/", interest.claim_list, name="interests"),
    path("work/interest/<slug:public_id>/", interest.claim_detail, name="interest"),
    path("work/interest/<slug:public_id>/order/", interest.claim_order, name="interest_order"),
    path("work/interest/<slug:public_id>/waive/", interest.claim_waive, name="interest_waive"),
    path("work/recoveries/", recoveries.recovery_list, name="recoveries"),
    path("work/recoveries/<slug:public_id>/", recoveries.recovery_detail, name="recovery"),
    path("work/deposits/", deposits.deposit_list, name="deposits"),
    path("work/deposits/<slug:public_id>/", deposits.deposit_detail, name="deposit"),
    path("work/deposits/<slug:public_id>/refund/", provider.refund, name="deposit_refund"),
    path("work/deposits/<slug:public_id>/convert/", deposits.deposit_convert, name="deposit_convert"),
    *(
        path(f"work/deposits/<slug:public_id>/{act}/", deposits.deposit_act, {"act": act})
        for act in deposits.ACTS
    ),
    path("my/deposits/", deposits.my_deposits, name="my_deposits"),
    path("my/deposits/<slug:public_id>/", deposits.my_deposit, name="my_deposit"),
    path("my/deposits/<slug:public_id>/pay/", provider.pay_deposit, name="my_deposit_pay"),
    path("payments/notices/stripe/", provider.notice, name="stripe_notice"),
    path("my/payments/account/", provider.my_account, name="my_account"),
    path("work/payments/<slug:public_id>/pay-out/", provider.pay_out, name="pay_out"),
    path("my/deposits/<slug:public_id>/reveal/", deposits.my_deposit_reveal, name="my_deposit_reveal"),
    path("my/payments/", member.my_payments, name="mine"),
    path("my/payments/statement/", ledger.member_statement, name="statement"),
    path("my/payments/statement/<slug:form>/", ledger.member_file, name="statement_file"),
]

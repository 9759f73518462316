from django.urls import path

from .views import member, people, registrar, residents, sanctions, start

app_name = "organizations"
MINE = "my/organization/<slug:public_id>/"
PERSON = "work/people/<slug:public_id>/"

urlpatterns = [
    path("my/start/", start.start, name="start"),
    path("my/residency/", start.residency, name="residency"),
    path("register-organization/", start.register, name="register"),
    path("register-organization/check/", start.check_code, name="check_code"),
    path("invitations/<str:token>/", start.invitation, name="invitation"),
    path("my/organization/", member.organizations, name="mine_list"),
    path(MINE, member.overview, name="mine"),
    path(f"{MINE}edit/", member.edit, name="edit"),
    path(f"{MINE}submit/", member.submit, name="submit"),
    path(f"{MINE}change/withdraw/", member.withdraw_change, name="withdraw_change"),
    path(f"{MINE}certificates/", member.certificates, name="certificates"),
    path(f"{MINE}certificates/<int:key>/", member.certificate, name="certificate"),
    path(f"{MINE}certificates/<int:key>/withdraw/", member.withdraw_certificate, name="withdraw_certificate"),
    path(f"{MINE}members/", member.members, name="members"),
    path(f"{MINE}members/<int:key>/end/", member.end_membership, name="end_membership"),
    path(f"{MINE}invitations/<int:key>/revoke/", member.revoke_invitation, name="revoke_invitation"),
    path("work/organizations/", registrar.organizations, name="work_list"),
    path("work/organizations/<slug:public_id>/", registrar.review, name="review"),
    path(f"{MINE}sanctions/", sanctions.my_sanctions, name="my_sanctions"),
    path("work/organizations/<slug:public_id>/sanctions/", sanctions.work_sanctions, name="work_sanctions"),
    path("work/sanctions/<slug:public_id>/<slug:act>/", sanctions.sanction_act, name="sanction_act"),
    path("work/organizations/<slug:public_id>/<slug:act>/", registrar.decide, name="decide"),
    path("work/residents/", residents.residents, name="residents"),
    path("work/residents/<slug:public_id>/", residents.confirm, name="confirm_resident"),
    path("work/residents/<slug:public_id>/phone/", residents.phone, name="resident_phone"),
    path("work/people/", people.people, name="people"),
    path("work/people/new/", people.new_person, name="new_person"),
    path("work/people/experts/", people.experts, name="experts"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}posts/<int:key>/end/", people.end_post, name="end_post"),
    path(f"{PERSON}<slug:role>/<slug:code>/dismiss/", people.dismiss, name="dismiss"),
    path(f"{PERSON}editing/", people.editing, name="editing"),
    path(f"{PERSON}expert/", people.expert_availability, name="expert_availability"),
    path(f"{PERSON}close/", people.close, name="close_account"),
]

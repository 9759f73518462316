from django.db import migrations

# code, kind, Chinese, English, next step, next step in English, reason template, its English, source, trust
DISCUSSED = ("进入协商", "Deliberation")
RULES = (
    ("Y1", "discuss", "法律法规和政策明确要求协商的事项",
     "Matters that law or policy requires to be deliberated", *DISCUSSED,
     "属于法律法规和政策明确要求协商的事项，予以受理，进入征集支持。",
     "Law or policy requires this matter to be deliberated; it is accepted and collects support.",
     "咸宁市城乡社区协商实施方案（2016）", "P"),
    ("Y2", "discuss", "党和政府方针政策、重点部署和重点项目在社区的落实",
     "Carrying out public policy and key projects in the community", *DISCUSSED,
     "属于政策和重点项目在社区的落实，予以受理，进入征集支持。",
     "It concerns how policy or a key project is carried out here; it is accepted and collects support.",
     "咸宁市城乡社区协商实施方案（2016）", "P"),
    ("Y3", "discuss", "涉及居民切身利益的公共事务、公益事业",
     "Public affairs and welfare that touch residents' own interests", *DISCUSSED,
     "涉及居民切身利益，属于社区公共事务，予以受理，进入征集支持。",
     "It touches residents' own interests and is a public affair; it is accepted and collects support.",
     "咸宁市城乡社区协商实施方案（2016）", "P"),
    ("Y4", "discuss", "居民反映强烈、迫切要求解决的实际困难和矛盾纠纷",
     "Urgent difficulties and disputes that residents feel strongly about",
     "进入协商；有两方当事人的转调解", "Deliberation, or mediation between two parties",
     "居民反映强烈、迫切要求解决，予以受理，进入征集支持。",
     "Residents feel strongly about it and want it solved; it is accepted and collects support.",
     "咸宁市城乡社区协商实施方案（2016）", "P"),
    ("Y5", "discuss", "居民、驻区单位、社会组织等协商主体提出的其他公共事项",
     "Other public matters raised by residents, local units or social organizations", *DISCUSSED,
     "属于居民提出的公共事项，予以受理，进入征集支持。",
     "It is a public matter raised by residents; it is accepted and collects support.",
     "关于加强城乡社区协商的意见（2015），待确认", "C!"),
    ("N1", "decline", "违反法律法规、违背公序良俗的",
     "Against law, public order or good morals",
     "说明依据的规定", "The rule is named",
     "该事项不符合法律法规的规定，不列入协商。依据：",
     "The matter is against the law and is not deliberated. The rule is:",
     "绵竹“两议三不议”（人民日报2020-08-25）；北京接诉即办条例第11条第6项", "P"),
    ("N2", "decline", "法律法规已有明文规定，或已进入诉讼、仲裁、复议、信访、纪检等法定途径的",
     "Settled by law, or already in court, arbitration, review, petition or discipline",
     "告知办理渠道", "The channel is named",
     "该事项已有明文规定或已进入法定途径，请通过以下渠道办理：",
     "The matter is settled by law or already in a legal channel. Please turn to:",
     "绵竹“两议三不议”（人民日报2020-08-25）；北京接诉即办条例第11条第2项", "P"),
    ("N3", "decline", "涉及国家秘密、商业秘密、个人隐私，或纯属个体之间利益纠纷的",
     "State or business secrets, privacy, or a purely private quarrel",
     "隐去内容；私人纠纷可申请人民调解", "The text is hidden; private quarrels may go to people's mediation",
     "该事项涉及个人隐私或个体之间的利益纠纷，不列入协商，可申请人民调解。",
     "The matter is private or a quarrel between individuals and is not deliberated; people's mediation is open.",
     "绵竹“两议三不议”（人民日报2020-08-25）；北京接诉即办条例第11条第4项", "P"),
    ("E0", "exit", "紧急情况", "Emergency", "拨打110、119、120、122", "Call 110, 119, 120 or 122",
     "紧急情况请立即拨打110、119、120或122。", "In an emergency call 110, 119, 120 or 122 at once.",
     "北京接诉即办条例第11条第1项", "V"),
    ("E1", "exit", "政策咨询或办事需求", "A question of policy or an office matter",
     "转到政务服务事项", "The service center",
     "这是政策咨询或办事需求，请到社区服务窗口或政务服务中心办理。",
     "This is a question of policy or an office matter; please turn to the community counter or the service center.",
     "本平台规则", "D"),
    ("E2", "exit", "与已有需求重复", "The same as an earlier need",
     "并入较早的需求，支持随之转入", "Joined with the earlier need; its supporters move along",
     "与较早的需求相同，已合并，支持一并转入。",
     "It is the same as an earlier need; both were joined with all their supporters.",
     "本平台规则", "D"),
)


def load(apps, schema_editor):
    """Ship the default rule set, unconfirmed: a first-run page asks the bureau to confirm or replace it."""
    rule_set, is_new = apps.get_model("deliberation", "RuleSet").objects.get_or_create(version=1)
    if not is_new:
        return
    rule = apps.get_model("deliberation", "ScreeningRule")
    names = ("code", "kind", "label", "label_en", "next_step", "next_step_en", "template", "template_en",
             "source", "trust")
    rule.objects.bulk_create(
        rule(rule_set=rule_set, position=position, **dict(zip(names, row, strict=True)))
        for position, row in enumerate(RULES, start=1)
    )


class Migration(migrations.Migration):
    dependencies = [("deliberation", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

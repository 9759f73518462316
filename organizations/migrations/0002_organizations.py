import django.db.models.deletion
import marketplace.core.references
import marketplace.web.files
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # The libraries' tables come first: each of their many steps would else draw up all our models again (minutes).
    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('axes', '0010_accessattemptexpiration'),
        ('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('organizations', '0001_initial'),
        ('sessions', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('usersessions', '0001_initial'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('bureau', 'Civil affairs bureau'), ('subdistrict', 'Sub-district office'), ('department', 'District department'), ('finance', 'Finance bureau'), ('supervision', 'Supervision')], max_length=20)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='Community',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(max_length=120)),
                ('households', models.PositiveIntegerField()),
                ('residents', models.PositiveIntegerField()),
                ('row', models.PositiveSmallIntegerField()),
                ('column', models.PositiveSmallIntegerField()),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('subdistrict', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='communities', to='organizations.department')),
            ],
            options={
                'verbose_name_plural': 'communities',
                'ordering': ['code'],
                'permissions': [('work_in_community', 'Screen needs and convene deliberations in the community'), ('direct_community', 'Confirm topics as secretary or director of the community')],
                'constraints': [models.UniqueConstraint(fields=('row', 'column'), name='one_community_per_grid_cell')],
            },
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=120)),
                ('employer', models.CharField(max_length=120)),
                ('categories', models.JSONField(blank=True, default=list)),
                ('is_available', models.BooleanField(default=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='expert', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.CharField(max_length=20)),
                ('door', models.CharField(max_length=20)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='household_rows', to='organizations.community')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('community', 'building', 'door'), name='one_household_per_door')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('uscc', models.CharField(blank=True, max_length=18, null=True, verbose_name='unified social credit code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('kind', models.CharField(choices=[('social_group', 'Social group'), ('service_institution', 'Social service institution'), ('foundation', 'Foundation'), ('community_filed', 'Filed community organization')], max_length=30, verbose_name='type')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Waiting for verification'), ('returned', 'Returned for correction'), ('verified', 'Verified'), ('suspended', 'Suspended')], default='draft', max_length=20)),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='what it does')),
                ('registrar', models.CharField(blank=True, max_length=120, verbose_name='registration authority')),
                ('supervising_unit', models.CharField(blank=True, max_length=120, verbose_name='supervising unit')),
                ('registered_on', models.DateField(blank=True, null=True, verbose_name='registered on')),
                ('legal_representative', models.CharField(blank=True, max_length=60, verbose_name='legal representative')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('categories', models.JSONField(blank=True, default=list, verbose_name='fields of service')),
                ('bank_account', models.CharField(blank=True, max_length=40, verbose_name='bank account')),
                ('bank_name', models.CharField(blank=True, max_length=120, verbose_name='bank')),
                ('assessment_grade', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='assessment grade')),
                ('grade_issued_on', models.DateField(blank=True, null=True, verbose_name='grade issued on')),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('returned_reason', models.TextField(blank=True)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organizations', to='organizations.community')),
            ],
            options={
                'ordering': ['name', 'id'],
                'indexes': [models.Index(fields=['state', 'kind', 'name'], name='organization_directory'), models.Index(fields=['changed_at'], name='organization_changed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('assessment_grade__isnull', True), ('assessment_grade__range', (1, 5)), _connector='OR'), name='grade_1a_to_5a'), models.CheckConstraint(condition=models.Q(('kind', 'community_filed'), ('uscc__isnull', False), ('state', 'draft'), _connector='OR'), name='registered_organizations_have_a_code'), models.UniqueConstraint(condition=models.Q(('state', 'draft'), _negated=True), fields=('uscc',), name='one_organization_per_code')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('legal_representative', 'Legal representative'), ('bid_writer', 'Bid writer'), ('finance', 'Finance')], max_length=30)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'organization', 'role'), name='one_open_membership_per_role')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('role', models.CharField(choices=[('legal_representative', 'Legal representative'), ('bid_writer', 'Bid writer'), ('finance', 'Finance')], max_length=30)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='organizations.organization')),
            ],
        ),
        migrations.CreateModel(
            name='IdentityChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('proposed', models.JSONField()),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('is_accepted', models.BooleanField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identity_changes', to='organizations.organization')),
            ],
            options={
                'ordering': ['proposed_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('organization',), name='one_open_change_per_organization'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('is_accepted__isnull', True)), models.Q(('decided_at__isnull', False), ('is_accepted__isnull', False)), _connector='OR'), name='decided_changes_have_an_answer')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, storage=marketplace.web.files.private_storage, upload_to='kept')),
                ('name', models.CharField(max_length=120)),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('title', models.CharField(max_length=120, verbose_name='certificate')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='organizations.organization')),
            ],
            options={
                'ordering': ['expires_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Badge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('incubating', 'In the incubator'), ('graduated', 'Graduated')], max_length=20)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='badges', to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'kind', 'since'), name='one_badge_per_day')],
            },
        ),
        migrations.CreateModel(
            name='OverdueMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contract_reference', models.CharField(max_length=40)),
                ('milestone', models.CharField(max_length=120)),
                ('due_at', models.DateTimeField()),
                ('cured_at', models.DateTimeField(blank=True, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='overdue_marks', to='organizations.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contract_reference', 'milestone'), name='one_mark_per_milestone')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('project_officer', 'Project officer'), ('approver', 'Approver'), ('registrar', 'Registrar of organizations'), ('opening_officer', 'Opening officer'), ('finance', 'Finance officer'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=30)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organizations.department')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('user', 'department', 'role'), name='one_open_post_per_role')],
            },
        ),
        migrations.CreateModel(
            name='Residency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('registered', 'Registered'), ('verified', 'Verified resident'), ('representative', "Residents' representative")], default='registered', max_length=20)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='residencies', to='organizations.community')),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='residents', to='organizations.household')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='residency', to=settings.AUTH_USER_MODEL)),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'residencies',
                'constraints': [models.CheckConstraint(condition=models.Q(('level', 'registered'), ('household__isnull', False), _connector='OR'), name='verified_residents_have_a_household')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(default='*', max_length=8)),
                ('status', models.CharField(choices=[('ranked', 'Ranked'), ('provisional', 'Provisional'), ('none', 'Not ranked yet'), ('suspended', 'Suspended')], default='none', max_length=20)),
                ('rank', models.PositiveIntegerField(blank=True, null=True)),
                ('score', models.DecimalField(decimal_places=6, max_digits=9)),
                ('error', models.DecimalField(decimal_places=6, max_digits=9)),
                ('low', models.DecimalField(decimal_places=6, max_digits=9)),
                ('high', models.DecimalField(decimal_places=6, max_digits=9)),
                ('contracts', models.PositiveIntegerField(default=0)),
                ('evidence', models.PositiveIntegerField(default=0)),
                ('as_of', models.DateTimeField()),
                ('version', models.CharField(max_length=40)),
                ('params_hash', models.CharField(max_length=64)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='organizations.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['category', 'rank'], name='standing_by_rank')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'category'), name='one_standing_per_category')],
            },
        ),
    ]

import django.db.models.deletion
import marketplace.core.references
import marketplace.web.files
from django.conf import settings
from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
        ('bidding', '0001_initial'),
        ('organizations', '0002_organizations'),
        ('organizations', '__first__'),
        ('payments', '0002_sums_stay'),
        ('projects', '0001_initial'),
        ('web', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('is_long_term', models.BooleanField(default=False)),
                ('is_public_service', models.BooleanField(default=True)),
                ('recipients', models.CharField(blank=True, max_length=200)),
                ('acceptance_plan', models.TextField(blank=True, max_length=2000)),
                ('difficulty', models.PositiveSmallIntegerField(default=3)),
                ('state', models.CharField(choices=[('drawn_up', 'Being drawn up'), ('offered', "Waiting for the supplier's signature"), ('supplier_signed', "Waiting for the buyer's signature"), ('active', 'In force'), ('closed', 'Completed'), ('terminated', 'Terminated')], default='drawn_up', max_length=20)),
                ('version', models.PositiveIntegerField(default=1)),
                ('drawn_up_at', models.DateTimeField()),
                ('sign_by', models.DateField()),
                ('document', models.JSONField(blank=True, null=True)),
                ('document_html', models.TextField(blank=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('offered_at', models.DateTimeField(blank=True, null=True)),
                ('supplier_signed_at', models.DateTimeField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('late_reason', models.TextField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('unchecked_reason', models.TextField(blank=True, max_length=500)),
                ('terminated_at', models.DateTimeField(blank=True, null=True)),
                ('termination_reason', models.TextField(blank=True, max_length=1000)),
                ('is_demo', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='contract', to='bidding.award')),
                ('buyer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='organizations.department')),
                ('buyer_signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='projects.category')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='organizations.organization')),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contracts', to='projects.project')),
                ('spine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='web.spine')),
                ('supplier_signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-signed_at', '-id'],
                'indexes': [models.Index(fields=['-signed_at', '-id'], name='contract_newest'), models.Index(fields=['state', 'category'], name='contract_by_state'), models.Index(fields=['organization', 'state'], name='contract_of_organization'), models.Index(fields=['changed_at'], name='contract_changed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='contract_amount_is_positive'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='contract_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('difficulty__range', (1, 5))), name='difficulty_1_to_5'), models.CheckConstraint(condition=models.Q(('state__in', ['drawn_up', 'terminated']), models.Q(('digest', ''), _negated=True), _connector='OR'), name='an_offered_contract_is_frozen'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['active', 'closed']), _negated=True), models.Q(('published_at__isnull', False), ('signed_at__isnull', False), ('supplier_signed_at__isnull', False)), _connector='OR'), name='an_active_contract_is_signed_and_public'), models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), ('signed_at__gte', models.F('supplier_signed_at')), _connector='OR'), name='the_supplier_signs_first'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='a_closed_contract_has_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'terminated'), _negated=True), models.Q(('terminated_at__isnull', False), models.Q(('termination_reason', ''), _negated=True)), _connector='OR'), name='a_terminated_contract_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('deliverable', models.TextField(blank=True, max_length=1000)),
                ('due_at', models.DateTimeField()),
                ('share', models.DecimalField(decimal_places=2, max_digits=5)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('submitted', 'Report under review'), ('returned', 'Report returned'), ('accepted', 'Accepted, payment ordered'), ('paid', 'Accepted and paid')], default='planned', max_length=20)),
                ('resubmit_by', models.DateTimeField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('paid_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='contracts.contract')),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['planned', 'returned'])), fields=['due_at'], name='milestone_owed'), models.Index(fields=['state'], name='milestone_by_state')],
                'constraints': [models.UniqueConstraint(fields=('contract', 'number'), name='one_milestone_per_number'), models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lte', 100)), name='milestone_share_in_percent'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='milestone_amount_not_negative'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'paid']), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='accepted_milestone_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='MilestoneIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('unit', models.CharField(blank=True, max_length=20)),
                ('unit_en', models.CharField(blank=True, max_length=40)),
                ('planned', models.DecimalField(decimal_places=2, max_digits=12)),
                ('actual', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('is_outcome', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='contracts.milestone')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('milestone', 'name'), name='one_milestone_indicator_per_name'), models.CheckConstraint(condition=models.Q(('planned__gte', 0)), name='milestone_plan_not_negative'), models.CheckConstraint(condition=models.Q(('actual__isnull', True), ('actual__gte', 0), _connector='OR'), name='milestone_actual_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Under review'), ('returned', 'Returned'), ('accepted', 'Accepted')], default='draft', max_length=20)),
                ('summary', models.TextField(blank=True, max_length=3000)),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True, max_length=1000)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='contracts.milestone')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('milestone', 'number'), name='one_report_per_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'accepted'])), fields=('milestone',), name='one_current_report_per_milestone'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('submitted_at__isnull', True)), models.Q(models.Q(('state', 'draft'), _negated=True), ('submitted_at__isnull', False)), _connector='OR'), name='a_submitted_report_has_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='a_returned_report_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accepted_at', models.DateTimeField()),
                ('opinion', models.TextField(max_length=1000)),
                ('recipients_asked', models.PositiveIntegerField(default=0)),
                ('recipients_satisfied', models.PositiveIntegerField(default=0)),
                ('recipients_opinion', models.TextField(blank=True, max_length=1000)),
                ('certificate', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.paymentorder')),
                ('milestone', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='acceptance', to='contracts.milestone')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='acceptance', to='contracts.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('recipients_satisfied__lte', models.F('recipients_asked'))), name='no_more_satisfied_than_asked')],
            },
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, storage=marketplace.web.files.private_storage, upload_to='kept')),
                ('name', models.CharField(max_length=120)),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('photo', 'Photo'), ('document', 'Document')], max_length=10)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='contracts.report')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['report', 'kind'], name='files_of_report')],
            },
        ),
        migrations.CreateModel(
            name='ReportValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actual', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='contracts.milestoneindicator')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='contracts.report')),
            ],
            options={
                'ordering': ['indicator__position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'indicator'), name='one_value_per_indicator'), models.CheckConstraint(condition=models.Q(('actual__isnull', True), ('actual__gte', 0), _connector='OR'), name='reported_value_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='ResidentCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('is_representative', models.BooleanField(default=False)),
                ('result', models.CharField(choices=[('yes', 'Done as promised'), ('partly', 'Partly done'), ('no', 'Not done')], max_length=10)),
                ('line', models.CharField(blank=True, max_length=200)),
                ('checked_at', models.DateTimeField()),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.community')),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='contracts.milestone')),
                ('resident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-checked_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('milestone', 'resident'), name='one_check_per_resident')],
            },
        ),
        migrations.CreateModel(
            name='CheckPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, storage=marketplace.web.files.private_storage, upload_to='kept')),
                ('name', models.CharField(max_length=120)),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('check_row', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='photo', to='contracts.residentcheck')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]

import django.db.models.deletion
import marketplace.core.references
from django.conf import settings
from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
        ('deliberation', '0001_initial'),
        ('organizations', '0002_organizations'),
        ('organizations', '__first__'),
        ('web', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CategoryGroup',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('name_en', models.CharField(max_length=80)),
                ('position', models.PositiveSmallIntegerField(unique=True)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='BudgetLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=120)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('fund', models.CharField(max_length=80)),
                ('fund_en', models.CharField(blank=True, max_length=120)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                ('plan_until', models.DateField()),
                ('is_demo', models.BooleanField(default=False)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='budget_lines', to='organizations.department')),
            ],
            options={
                'ordering': ['-year', 'code'],
                'constraints': [models.UniqueConstraint(fields=('year', 'code'), name='one_budget_line_per_year_and_code'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='budget_lines_are_positive')],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('code', models.CharField(max_length=8, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('name_en', models.CharField(max_length=120)),
                ('unit', models.CharField(max_length=40)),
                ('unit_en', models.CharField(max_length=80)),
                ('indicators', models.JSONField(default=list)),
                ('criteria', models.JSONField(default=list)),
                ('scores', models.JSONField(default=list)),
                ('qualification', models.TextField(blank=True)),
                ('qualification_en', models.TextField(blank=True)),
                ('basis', models.TextField(blank=True)),
                ('basis_en', models.TextField(blank=True)),
                ('is_vulnerable', models.BooleanField(default=False)),
                ('is_works_guarded', models.BooleanField(default=False)),
                ('is_identity_secret', models.BooleanField(default=False)),
                ('local_code', models.CharField(blank=True, max_length=40, verbose_name='code in the local guiding catalogue')),
                ('local_name', models.CharField(blank=True, max_length=120, verbose_name='name in the local guiding catalogue')),
                ('procurement_code', models.CharField(blank=True, max_length=40, verbose_name='procurement catalogue code')),
                ('position', models.PositiveSmallIntegerField(unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='projects.categorygroup')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='PastProcess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('record', 'Published record'), ('ocds', 'Imported open data')], max_length=10)),
                ('ocid', models.CharField(blank=True, max_length=200, null=True, unique=True)),
                ('key', models.CharField(blank=True, max_length=80, null=True, unique=True)),
                ('title', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('buyer', models.CharField(blank=True, max_length=300)),
                ('supplier', models.CharField(blank=True, max_length=500)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=20, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('day', models.DateField(blank=True, null=True)),
                ('method', models.CharField(blank=True, max_length=60)),
                ('status', models.CharField(blank=True, max_length=60)),
                ('summary', models.TextField(blank=True)),
                ('source_title', models.CharField(blank=True, max_length=300)),
                ('source_address', models.CharField(blank=True, max_length=500)),
                ('body', models.JSONField(blank=True, default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('imported_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='past_processes', to='projects.category')),
            ],
            options={
                'verbose_name_plural': 'past processes',
                'ordering': ['-day', '-id'],
                'indexes': [models.Index(fields=['-day', '-id'], name='past_newest'), models.Index(fields=['kind', 'category'], name='past_by_kind'), models.Index(fields=['changed_at'], name='past_changed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ocid__isnull', False), ('key__isnull', False), _connector='OR'), name='past_processes_have_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('title', models.CharField(max_length=80)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('summary', models.TextField(max_length=2000)),
                ('source', models.CharField(choices=[('outcome', "From residents' deliberation"), ('office', 'Official topic, no need behind it')], max_length=10)),
                ('office_reason', models.TextField(blank=True, max_length=1000)),
                ('budget', models.DecimalField(decimal_places=2, max_digits=14)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('long_term_grounds', models.JSONField(blank=True, default=list)),
                ('quantity', models.PositiveIntegerField(blank=True, null=True)),
                ('unit', models.CharField(max_length=40)),
                ('unit_en', models.CharField(blank=True, max_length=80)),
                ('frequency', models.CharField(blank=True, max_length=120)),
                ('recipients', models.CharField(max_length=200)),
                ('recipients_count', models.PositiveIntegerField(blank=True, null=True)),
                ('works_declared_at', models.DateTimeField(blank=True, null=True)),
                ('works_explanation', models.TextField(blank=True, max_length=1000)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('listed', 'Set up'), ('tendering', 'Out to tender'), ('contracted', 'Contract signed'), ('delivering', 'Being delivered'), ('closed', 'Completed'), ('cancelled', 'Project cancelled')], default='draft', max_length=12)),
                ('listed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancel_reason', models.TextField(blank=True, max_length=1000)),
                ('is_demo', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('budget_line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='projects.budgetline')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='projects.category')),
                ('communities', models.ManyToManyField(related_name='projects', to='organizations.community')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='organizations.department')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='projects', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='deliberation.outcome')),
                ('spine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='web.spine')),
            ],
            options={
                'ordering': ['-listed_at', '-id'],
                'indexes': [models.Index(fields=['-listed_at', '-id'], name='project_newest'), models.Index(fields=['state', 'category'], name='project_by_state'), models.Index(fields=['changed_at'], name='project_changed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('outcome',), name='one_living_project_per_outcome'), models.CheckConstraint(condition=models.Q(('budget__gt', 0)), name='project_budgets_are_positive'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='a_project_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('state', 'cancelled'), ('listed_at__isnull', False), _connector='OR'), name='listed_projects_have_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__isnull', False), ('source', 'outcome')), models.Q(('outcome__isnull', True), ('source', 'office'), models.Q(('office_reason', ''), _negated=True)), _connector='OR'), name='a_project_has_an_outcome_or_says_why_not'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='cancelled_projects_say_why')],
            },
        ),
        migrations.CreateModel(
            name='ProjectCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('common', 'Common score'), ('specific', 'Specific criterion')], max_length=10)),
                ('text', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, max_length=300)),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='projects.project')),
            ],
            options={
                'verbose_name_plural': 'project criteria',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'specific'), ('points__isnull', True)), models.Q(('kind', 'common'), ('points__gte', 0), ('points__lte', 100)), _connector='OR'), name='only_common_criteria_have_points')],
            },
        ),
        migrations.CreateModel(
            name='ProjectIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('name_en', models.CharField(blank=True, max_length=120)),
                ('unit', models.CharField(max_length=20)),
                ('unit_en', models.CharField(blank=True, max_length=40)),
                ('planned', models.DecimalField(decimal_places=2, max_digits=12)),
                ('is_outcome', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicators', to='projects.project')),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('project', 'name'), name='one_indicator_per_name'), models.CheckConstraint(condition=models.Q(('planned__gte', 0)), name='planned_is_not_negative')],
            },
        ),
    ]

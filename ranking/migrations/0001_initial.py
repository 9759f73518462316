import django.db.models.deletion
import marketplace.core.references
import uuid
from django.conf import settings
from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
        ('contracts', '0001_initial'),
        ('organizations', '0002_organizations'),
        ('organizations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('computed_at', models.DateTimeField()),
                ('version', models.CharField(max_length=40)),
                ('params_hash', models.CharField(max_length=64)),
                ('input_hash', models.CharField(max_length=64)),
                ('events', models.TextField()),
                ('ranking', models.TextField()),
                ('explanation', models.TextField()),
                ('calibration', models.TextField()),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='Pseudonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=marketplace.core.references.public_id, max_length=12, unique=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('open', 'Being rated'), ('replying', "Waiting for the organization's reply"), ('published', 'Published')], default='open', max_length=20)),
                ('rubric', models.JSONField()),
                ('opened_at', models.DateTimeField()),
                ('collect_until', models.DateTimeField()),
                ('reply_requested_at', models.DateTimeField(blank=True, null=True)),
                ('reply_until', models.DateTimeField(blank=True, null=True)),
                ('reply', models.TextField(blank=True, max_length=2000)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ('grade', models.CharField(blank=True, choices=[('excellent', 'Excellent'), ('good', 'Good'), ('pass', 'Pass'), ('fail', 'Fail')], max_length=10)),
                ('result', models.JSONField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('contract', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='contracts.contract')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('third_party', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_at', '-id'],
                'permissions': [('rate_as_third_party', 'Rate the contract of this review as third party')],
                'indexes': [models.Index(fields=['state', '-opened_at'], name='review_by_state'), models.Index(fields=['-published_at', '-id'], name='review_newest'), models.Index(fields=['changed_at'], name='review_changed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('reply_until__isnull', True), _connector='OR'), name='an_open_review_waits_for_no_reply'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('score__isnull', False), ('state', 'published'), models.Q(('grade', ''), _negated=True)), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', True)), _connector='OR'), name='a_published_review_has_a_result'), models.CheckConstraint(condition=models.Q(('replied_at__isnull', True), models.Q(('reply', ''), _negated=True), _connector='OR'), name='a_reply_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('official', "Buyer's official"), ('expert', 'Third party')], max_length=10)),
                ('points', models.JSONField()),
                ('findings', models.JSONField(default=list)),
                ('total', models.DecimalField(decimal_places=2, max_digits=5)),
                ('comment', models.TextField(max_length=2000)),
                ('rated_at', models.DateTimeField()),
                ('rater', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='ranking.review')),
            ],
            options={
                'ordering': ['kind', 'id'],
                'constraints': [models.UniqueConstraint(fields=('review', 'kind'), name='one_rating_per_voice'), models.UniqueConstraint(fields=('review', 'rater'), name='one_rating_per_person'), models.CheckConstraint(condition=models.Q(('total__range', (0, 100))), name='a_rating_is_0_to_100')],
            },
        ),
        migrations.CreateModel(
            name='HouseholdAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.household')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='ranking.review')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'household'), name='one_answer_per_household')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=8)),
                ('position', models.PositiveIntegerField()),
                ('item', models.CharField(choices=[('prior', 'Starting point'), ('official', "Buyer's official"), ('expert', 'Third party'), ('resident', 'Residents'), ('milestone', 'Milestones')], max_length=10)),
                ('rater', models.CharField(blank=True, max_length=12)),
                ('count', models.PositiveIntegerField(default=0)),
                ('adjusted', models.DecimalField(decimal_places=6, max_digits=9)),
                ('contribution', models.DecimalField(decimal_places=6, max_digits=9)),
                ('contract', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='contracts.contract')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='organizations.organization')),
                ('review', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='ranking.review')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('organization', 'category', 'position'), name='one_line_per_position')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('stars', models.PositiveSmallIntegerField()),
                ('hour', models.DateTimeField()),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='ranking.review')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('stars__range', (1, 5))), name='stars_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(max_length=8)),
                ('status', models.CharField(choices=[('ranked', 'Ranked'), ('provisional', 'Provisional'), ('none', 'Not ranked yet'), ('suspended', 'Suspended')], max_length=20)),
                ('rank', models.PositiveIntegerField(blank=True, null=True)),
                ('score', models.DecimalField(decimal_places=6, max_digits=9)),
                ('low', models.DecimalField(decimal_places=6, max_digits=9)),
                ('high', models.DecimalField(decimal_places=6, max_digits=9)),
                ('contracts', models.PositiveIntegerField()),
                ('evidence', models.PositiveIntegerField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='organizations.organization')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='ranking.snapshot')),
            ],
            options={
                'indexes': [models.Index(fields=['snapshot', 'category', 'rank'], name='place_in_snapshot')],
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'organization', 'category'), name='one_place_per_snapshot')],
            },
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_active', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='status_changes', to='organizations.organization')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
    ]

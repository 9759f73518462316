from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('chain', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('sequence', models.PositiveBigIntegerField(default=0)),
                ('digest', models.CharField(default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chain', models.CharField(max_length=80)),
                ('sequence', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('act', models.CharField(db_index=True, max_length=80)),
                ('subject_kind', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('subject_label', models.CharField(max_length=200)),
                ('actor_id', models.BigIntegerField(db_index=True, null=True)),
                ('actor_name', models.CharField(max_length=120)),
                ('actor_role', models.CharField(blank=True, max_length=120)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True)),
                ('request_id', models.CharField(blank=True, max_length=40)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'id'], name='audit_subject')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'sequence'), name='audit_one_event_per_place')],
            },
        ),
        migrations.CreateModel(
            name='ReferenceCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(max_length=2)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('prefix', 'year'), name='one_counter_per_prefix_and_year')],
            },
        ),
    ]

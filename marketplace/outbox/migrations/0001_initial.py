import django.db.models.deletion
from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('payload', models.JSONField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queue', models.CharField(max_length=80)),
                ('payload', models.TextField()),
                ('visible_at', models.DateTimeField()),
                ('deliveries', models.PositiveSmallIntegerField(default=0)),
                ('is_dead', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('is_dead', False)), fields=['queue', 'visible_at', 'id'], name='message_next')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(max_length=120)),
                ('done_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('not_before', models.DateTimeField()),
                ('error', models.TextField(blank=True)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outbox.outboxevent')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['not_before', 'id'], name='outbox_due')],
                'constraints': [models.UniqueConstraint(fields=('event', 'handler'), name='one_delivery_per_handler')],
            },
        ),
    ]

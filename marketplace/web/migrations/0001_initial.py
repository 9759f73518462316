import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Spine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='SpineStop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stop', models.CharField(choices=[('need', 'Need'), ('deliberation', 'Deliberation'), ('project', 'Project'), ('tender', 'Tender'), ('contract', 'Contract'), ('supervision', "Residents' check"), ('evaluation', 'Evaluation'), ('ranking', 'Ranking')], max_length=20)),
                ('reference', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('path', models.CharField(max_length=300)),
                ('reached_at', models.DateTimeField()),
                ('spine', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stops', to='web.spine')),
            ],
            options={
                'ordering': ['reached_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('spine', 'stop', 'path'), name='one_stop_per_object')],
            },
        ),
    ]

from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('facts', models.JSONField(default=dict)),
                ('path', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('mail_wanted', models.BooleanField(default=False)),
                ('key', models.CharField(max_length=120)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('channel', models.CharField(max_length=20)),
                ('wanted', models.BooleanField()),
            ],
        ),
    ]

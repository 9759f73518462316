import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SweepMark',
            fields=[
                ('kind', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('through', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('project', 'Service projects'), ('tender', 'Tenders'), ('contract', 'Contracts'), ('organization', 'Organizations'), ('need', 'Needs'), ('deliberation', 'Deliberations'), ('category', 'Service catalogue'), ('past', 'Historical records'), ('page', 'Pages and rules')], max_length=20)),
                ('key', models.CharField(max_length=40)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('path', models.CharField(max_length=300)),
                ('reference', models.CharField(blank=True, max_length=60)),
                ('title', models.CharField(max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('body', models.TextField(blank=True)),
                ('category', models.CharField(blank=True, max_length=8)),
                ('communities', models.JSONField(blank=True, default=list)),
                ('state', models.CharField(blank=True, max_length=40)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True)),
                ('day', models.DateField(blank=True, null=True)),
                ('is_demo', models.BooleanField(default=False)),
                ('grams', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('digest', models.CharField(max_length=64)),
                ('is_gone', models.BooleanField(default=False)),
                ('is_sent', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['kind', 'key'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='search_grams'), django.contrib.postgres.indexes.GinIndex(fields=['communities'], name='search_communities'), models.Index(fields=['kind', '-day', 'id'], name='search_kind_day'), models.Index(condition=models.Q(('is_sent', False)), fields=['id'], name='search_unsent')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='one_document_per_object')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('documents', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['-documents'], name='search_word_use')],
            },
        ),
    ]

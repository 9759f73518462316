import django.db.models.deletion
import uuid
from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    # Wagtail's hundred small steps come first: every one of them renders anew all models that stand by then.
    dependencies = [
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
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

import django.db.models.deletion
import marketplace.core.references
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0012_signing_failures'),
        ('organizations', '0004_exclusions_from_a_track'),
        ('ranking', '0008_no_third_party_by_choice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='YearlyDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('frame', models.JSONField()),
                ('frame_digest', models.CharField(max_length=64)),
                ('seed', models.CharField(max_length=64)),
                ('drawn_at', models.DateTimeField()),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='yearly_draws', to='organizations.department')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-drawn_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='DrawnContract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('contract', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='yearly_draws', to='contracts.contract')),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawn', to='ranking.yearlydraw')),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddConstraint(
            model_name='yearlydraw',
            constraint=models.UniqueConstraint(fields=('department', 'year', 'number'), name='one_draw_of_each_number'),
        ),
        migrations.AddConstraint(
            model_name='drawncontract',
            constraint=models.UniqueConstraint(fields=('draw', 'contract'), name='one_contract_once_in_a_draw'),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ranking', '0005_grade_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Panel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wanted', models.PositiveSmallIntegerField()),
                ('codes', models.JSONField(default=list)),
                ('codes_digest', models.CharField(blank=True, max_length=64)),
                ('seed', models.CharField(blank=True, max_length=64)),
                ('drawn_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PanelSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=16)),
                ('state', models.CharField(choices=[('waiting', 'In reserve'), ('invited', 'Invited, has not answered'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('lapsed', 'Did not answer in time'), ('passed', 'Passed over: a conflict came up after the draw')], default='waiting', max_length=10)),
                ('hand_reason', models.CharField(blank=True, max_length=400)),
                ('invited_at', models.DateTimeField(blank=True, null=True)),
                ('answer_by', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('ground', models.CharField(blank=True, choices=[('employment', 'I work or worked for the organization'), ('kinship', 'Somebody of my family belongs to the organization'), ('contract', 'I have or had a contract with the organization'), ('mentor', 'I advised or mentored the organization'), ('no_time', 'I have no time in these days'), ('other', 'Another reason')], max_length=20)),
                ('statement', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='rating',
            name='one_rating_per_voice',
        ),
        migrations.AddConstraint(
            model_name='rating',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'official')), fields=('review',), name='one_rating_for_the_buyer'),
        ),
        migrations.AddField(
            model_name='panel',
            name='drawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='panel',
            name='review',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='panel', to='ranking.review'),
        ),
        migrations.AddField(
            model_name='panelseat',
            name='expert',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='panelseat',
            name='panel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='ranking.panel'),
        ),
        migrations.AddIndex(
            model_name='panelseat',
            index=models.Index(fields=['state', 'answer_by'], name='panel_seat_due'),
        ),
        migrations.AddConstraint(
            model_name='panelseat',
            constraint=models.UniqueConstraint(fields=('panel', 'position'), name='one_seat_per_position'),
        ),
        migrations.AddConstraint(
            model_name='panelseat',
            constraint=models.UniqueConstraint(fields=('panel', 'expert'), name='one_seat_per_expert'),
        ),
        migrations.AddConstraint(
            model_name='panelseat',
            constraint=models.UniqueConstraint(fields=('panel', 'code'), name='one_seat_per_code'),
        ),
        migrations.AddConstraint(
            model_name='panelseat',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'passed']), models.Q(('answer_by__isnull', False), ('invited_at__isnull', False)), _connector='OR'), name='an_invited_expert_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='panelseat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='a_refusal_names_its_ground'),
        ),
    ]

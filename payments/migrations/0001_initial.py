import django.db.models.deletion
import marketplace.core.references
import marketplace.web.files
from django.conf import settings
from django.db import migrations, models

from marketplace.launch.founding import Founding


class Migration(Founding):

    initial = True

    dependencies = [
        ('organizations', '0002_organizations'),
        ('organizations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, storage=marketplace.web.files.private_storage, upload_to='kept')),
                ('name', models.CharField(max_length=120)),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('received', 'Waiting for confirmation'), ('imported', 'Imported')], default='received', max_length=20)),
                ('received_at', models.DateTimeField()),
                ('imported_at', models.DateTimeField(blank=True, null=True)),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bank_answers', to='organizations.department')),
                ('received_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-received_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('payer', 'sha256'), name='one_answer_per_content'), models.CheckConstraint(condition=models.Q(models.Q(('imported_at__isnull', True), ('state', 'received')), models.Q(('imported_at__isnull', False), ('state', 'imported')), _connector='OR'), name='imported_answer_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='PaymentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=120, storage=marketplace.web.files.private_storage, upload_to='kept')),
                ('name', models.CharField(max_length=120)),
                ('content_type', models.CharField(max_length=60)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('stored_at', models.DateTimeField(auto_now_add=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_files', to='organizations.department')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='PaymentOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=20, unique=True)),
                ('public_id', models.CharField(default=marketplace.core.references.public_id, editable=False, max_length=12, unique=True)),
                ('payee_name', models.CharField(max_length=120, verbose_name='payee')),
                ('payee_account', models.CharField(blank=True, max_length=40, verbose_name='account')),
                ('payee_bank', models.CharField(blank=True, max_length=120, verbose_name='bank')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('subject_reference', models.CharField(max_length=60)),
                ('subject_path', models.CharField(blank=True, max_length=300)),
                ('due_on', models.DateField(verbose_name='to be paid by')),
                ('state', models.CharField(choices=[('ordered', 'Waiting for release'), ('released', 'Released'), ('sent', 'At the bank'), ('paid', 'Paid'), ('failed', 'Not carried out'), ('cancelled', 'Order cancelled')], default='ordered', max_length=20)),
                ('ordered_at', models.DateTimeField()),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('paid_on', models.DateField(blank=True, null=True)),
                ('bank_number', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('is_demo', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='payments.paymentfile')),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='organizations.organization')),
                ('payer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='organizations.department')),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(fields=['payer', 'state', 'due_on'], name='orders_of_payer'), models.Index(fields=['payee', 'state', 'due_on'], name='orders_of_payee'), models.Index(fields=['-ordered_at', '-id'], name='orders_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='order_amount_is_positive'), models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('subject_reference',), name='one_live_order_per_subject'), models.CheckConstraint(condition=models.Q(('released_by__isnull', True), models.Q(('released_by', models.F('ordered_by')), _negated=True), _connector='OR'), name='order_released_by_a_second_person'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['released', 'sent', 'paid']), _negated=True), models.Q(('released_at__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='order_released_before_it_is_sent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), models.Q(('paid_on__isnull', False), ('settled_at__isnull', False)), _connector='OR'), name='paid_order_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='AnswerLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('reference', models.CharField(max_length=40)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('outcome', models.CharField(max_length=40)),
                ('difference', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True)),
                ('bank_number', models.CharField(blank=True, max_length=60)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='payments.bankanswer')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer_lines', to='payments.paymentorder')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('answer', 'number'), name='one_line_per_number_of_answer')],
            },
        ),
    ]

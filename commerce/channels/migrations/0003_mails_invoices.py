from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0002_price_floor'),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='mails_invoices',
            field=models.BooleanField(default=False, verbose_name='mails invoices'),
        ),
    ]

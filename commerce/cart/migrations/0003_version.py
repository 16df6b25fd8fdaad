from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cart', '0002_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='cart',
            name='version',
            field=models.PositiveIntegerField(default=0, help_text='Rises with every change, so that a look without a lock can be trusted.'),
        ),
    ]

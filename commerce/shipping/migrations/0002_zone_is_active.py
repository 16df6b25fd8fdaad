from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shipping", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="shippingzone",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="active"),
        ),
    ]

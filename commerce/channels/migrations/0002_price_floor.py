from django.core.validators import MaxValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0001_initial")]

    operations = [
        migrations.AddField(
            "channel",
            "price_floor_percent",
            models.PositiveSmallIntegerField(
                default=10, validators=[MaxValueValidator(100)], verbose_name="lowest price"
            ),
        ),
    ]

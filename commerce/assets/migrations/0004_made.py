"""What is made of a picture stands beside it. Those that are there are looked at again by the daily job."""

from django.db import migrations, models


def ask_again(apps, schema_editor):
    apps.get_model("assets", "ShopImage").objects.update(made_for="")


class Migration(migrations.Migration):
    dependencies = [("assets", "0003_made_renditions")]

    operations = [
        migrations.AddField("shopimage", "made", models.JSONField(default=dict, editable=False)),
        migrations.RunPython(ask_again, migrations.RunPython.noop),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_attempts")]

    operations = [
        migrations.AddField("user", "email_verified", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                (
                    "recipient",
                    models.CharField(help_text="SHA-256 of the number or address.", max_length=64),
                ),
                ("code", models.CharField(help_text="Keyed digest.", max_length=64)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="codes_expire")],
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "recipient"), name="one_code_per_purpose")
                ],
            },
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('themes', '0003_alter_sitetheme_site'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='sitetheme',
            options={'permissions': [('change_shoplook', 'Can change theme')], 'verbose_name': 'site theme', 'verbose_name_plural': 'site themes'},
        ),
    ]

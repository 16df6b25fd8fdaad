from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('backoffice', '0001_roles'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='standingrole',
            options={'permissions': [('export_customers', 'Can download the list of customers')], 'verbose_name': 'role of staff', 'verbose_name_plural': 'roles of staff'},
        ),
    ]

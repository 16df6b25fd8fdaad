"""The first front doors: one home page per language, and the site that opens on them."""

from django.db import migrations

LANGUAGES = (("zh-hans", "首页", "home"), ("en", "Home", "home-en"))
TRANSLATION_KEY = "5f3b8a52-9a5e-4c53-8a4e-3f1d8f1f9c01"


def open_doors(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    Locale = apps.get_model("wagtailcore.Locale")
    HomePage = apps.get_model("home.HomePage")

    Site.objects.filter(is_default_site=True).delete()
    Page.objects.filter(pk=2, depth=2).delete()
    content_type, _ = ContentType.objects.get_or_create(model="homepage", app_label="home")
    pages = []
    for position, (language, title, slug) in enumerate(LANGUAGES, 1):
        locale, _ = Locale.objects.get_or_create(language_code=language)
        pages.append(
            HomePage.objects.create(
                title=title,
                draft_title=title,
                slug=slug,
                content_type=content_type,
                path=f"0001{position:04d}",
                depth=2,
                numchild=0,
                url_path=f"/{slug}/",
                locale=locale,
                translation_key=TRANSLATION_KEY,
                live=True,
                sections="[]",
            )
        )
    Page.objects.filter(depth=1).update(numchild=len(pages))
    Site.objects.create(hostname="localhost", port=80, root_page=pages[0], is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(open_doors, migrations.RunPython.noop)]

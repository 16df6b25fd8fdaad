"""Pictures: made ahead in the sizes that themes declare, never in a request."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from PIL import Image

from commerce.assets import queries, services, specs
from commerce.assets.errors import UnusableImage
from commerce.assets.models import Rendition, ShopImage
from tests.factories import make_image, picture_bytes

pytestmark = pytest.mark.django_db

CARD = specs.ImageSpec("card", (40, 80, 400), (4, 5))
HERO = specs.ImageSpec("hero", (60, 120), (3, 2), ("jpeg",))


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """A theme that wants small cards and small heroes."""
    monkeypatch.setattr(specs, "_specs", {"card": CARD, "hero": HERO})


def stored_size(image: ShopImage) -> tuple[int, int]:
    with image.open_file() as file, Image.open(file) as picture:
        return picture.size


def test_a_picture_is_made_in_every_declared_size_and_format():
    image = make_image(size=(200, 250))

    services.make_renditions(image.pk)
    picture = queries.pictures([image.pk], "card", {image.pk: "A shirt"})[image.pk]

    assert [mime for mime, _srcset in picture.sources] == ["image/avif", "image/jpeg"]
    avif, jpeg = (srcset for _mime, srcset in picture.sources)
    assert [part.split()[1] for part in avif.split(", ")] == ["40w", "80w", "200w"]
    assert ".avif " in avif
    assert ".jpg " in jpeg
    assert picture.src.endswith(".jpg")
    assert (picture.width, picture.height) == (200, 250)
    assert (picture.alt, picture.spec, picture.id) == ("A shirt", "card", image.public_id)


def test_nothing_is_blown_up_beyond_the_original():
    image = make_image(size=(50, 50))
    services.make_renditions(image.pk)

    widths = Rendition.objects.filter(image=image, filter_spec__contains="fill").values_list(
        "width", flat=True
    )
    assert max(widths) <= 50


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_large_photograph_is_scaled_once_for_all_sizes(mode, monkeypatch):
    out = io.BytesIO()
    picture = Image.new("RGB", (2400, 3000), (10, 200, 30))
    picture.convert(mode).save(out, "PNG")
    image_id = services.import_image(out.getvalue(), "Large")
    sources = []
    make = services._make
    monkeypatch.setattr(
        services, "_make", lambda image, each, content: (sources.append(content), make(image, each, content))
    )

    services.make_renditions(image_id)

    with Image.open(io.BytesIO(sources[0])) as source:
        assert source.size == (400, 500)
    made = Rendition.objects.filter(image_id=image_id, filter_spec__contains="fill-400x500")
    assert {(each.width, each.height) for each in made} == {(400, 500)}
    with made.get(filter_spec__endswith="jpeg").file.open() as file, Image.open(file) as shown:
        assert all(abs(a - b) < 8 for a, b in zip(shown.getpixel((200, 250)), (10, 200, 30), strict=True))


def test_making_twice_makes_nothing_new():
    image = make_image()
    assert services.make_renditions(image.pk) > 0
    assert services.make_renditions(image.pk) == 0


def test_a_page_never_makes_a_picture_and_shows_the_original_until_then():
    image = make_image(size=(200, 250))

    picture = queries.picture(image.pk, "card")

    assert picture is not None
    assert picture.src == image.file.url
    assert picture.sources == ()
    assert (picture.width, picture.height) == (200, 250)
    assert not Rendition.objects.exists()


def test_any_number_of_pictures_costs_one_query(django_assert_num_queries):
    images = [make_image(color=(40 * red, 0, 0)) for red in range(5)]
    for image in images:
        services.make_renditions(image.pk)

    with django_assert_num_queries(1):
        found = queries.pictures([image.pk for image in images] + [10**9], "card")

    assert list(found) == [image.pk for image in images]


def test_product_pictures_are_made_for_products_only():
    image = make_image(is_product_picture=True)

    services.make_renditions(image.pk)

    assert queries.picture(image.pk, "card").sources
    assert not queries.picture(image.pk, "hero").sources


def test_the_same_file_comes_in_once():
    first = services.import_image(picture_bytes(), "Shirt", is_product_picture=True)
    again = services.import_image(picture_bytes(), "The same shirt")

    assert first == again
    assert ShopImage.objects.count() == 1
    # Wanted elsewhere too, it is made in all sizes.
    assert ShopImage.objects.get().is_product_picture is False


def test_a_file_is_read_from_its_path(tmp_path):
    path = tmp_path / "shirt.jpg"
    path.write_bytes(picture_bytes(size=(30, 20)))

    image = ShopImage.objects.get(pk=services.import_image(path, "Hemd «Leinen» 亚麻"))

    assert (image.width, image.height, image.title) == (30, 20, "Hemd «Leinen» 亚麻")
    assert image.file_hash
    assert image.file_size


def test_a_picture_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by a quarter
    image = make_image(size=(60, 40), exif=exif)

    assert (image.width, image.height) == (40, 60)
    assert stored_size(image) == (40, 60)


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture_bytes()[:60]],
    ids=["empty", "text", "svg", "cut off"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(UnusableImage):
        services.import_image(content, "Nothing")


def test_a_picture_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(services, "MAX_PIXELS", 100)
    with pytest.raises(UnusableImage):
        services.import_image(picture_bytes(size=(20, 20)), "Large")
    monkeypatch.setattr(services, "MAX_BYTES", 10)
    with pytest.raises(UnusableImage):
        services.import_image(picture_bytes(size=(2, 2)), "Heavy")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnusableImage):
        services.import_image(tmp_path / "gone.jpg", "Gone")


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("CMYK", "JPEG"),
        ("I;16", "PNG"),
        ("LA", "PNG"),
        ("L", "JPEG"),
        ("1", "PNG"),
    ],
)
def test_pictures_of_every_usual_kind_can_be_made(mode, form):
    out = io.BytesIO()
    Image.new(mode, (100, 125)).save(out, form)
    image_id = services.import_image(out.getvalue(), f"{mode} {form}")

    assert services.make_renditions(image_id) > 0
    assert len(queries.picture(image_id, "card").sources) == 2


def test_a_moved_focal_point_leaves_the_old_crops_behind():
    image = make_image(size=(200, 100))
    services.make_renditions(image.pk)
    image.focal_point_x, image.focal_point_y = 190, 50
    image.focal_point_width, image.focal_point_height = 10, 10
    image.save()

    before = queries.picture(image.pk, "card")
    services.make_renditions(image.pk)
    after = queries.picture(image.pk, "card")

    assert before.sources == ()
    assert after.sources
    assert after.focal == "95% 50%"


def test_a_replaced_file_is_shown_itself_until_its_own_sizes_are_made():
    image = make_image(size=(200, 250))
    services.make_renditions(image.pk)
    image.file = ContentFile(picture_bytes(size=(100, 125)), name="other.jpg")
    image._set_image_file_metadata()
    image.save()

    picture = queries.picture(image.pk, "card")

    assert picture.src == image.file.url
    assert picture.sources == ()


def test_an_upload_is_made_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = make_image()

    assert queries.picture(image.pk, "card").sources
    assert queries.unmade_ids() == []


def test_a_theme_with_other_sizes_has_all_pictures_made_again(monkeypatch):
    image = make_image()
    services.make_renditions(image.pk)
    assert queries.unmade_ids() == []

    monkeypatch.setitem(specs._specs, "tile", specs.ImageSpec("tile", (50,), (1, 1)))

    assert queries.unmade_ids() == [image.pk]
    call_command("make_renditions", verbosity=0)
    assert queries.picture(image.pk, "tile").sources
    assert queries.unmade_ids() == []


def test_the_command_names_what_it_cannot_read_and_makes_the_rest():
    broken, fine = make_image(color=(1, 2, 3)), make_image(color=(4, 5, 6))
    broken.file.storage.delete(broken.file.name)

    with pytest.raises(CommandError, match=str(broken.pk)):
        call_command("make_renditions")

    assert queries.picture(fine.pk, "card").sources


def test_an_undeclared_spec_shows_the_original():
    image = make_image()
    assert queries.picture(image.pk, "poster").src == image.file.url

"""Background entry points of the storefront."""

from django_tasks import task

from . import mails, texts


# Somebody waits for it: before pictures and indexes.
@task(priority=50)
def send_account_mail(kind: str, email: str, language: str) -> bool:
    """Mail somebody about their account; see `mails.send`."""
    return mails.send(kind, email, language)


@task(priority=50)
def send_sign_in_code(phone: str, language: str) -> bool:
    """Send somebody the code they sign in with; see `texts.send_sign_in_code`."""
    return texts.send_sign_in_code(phone, language)

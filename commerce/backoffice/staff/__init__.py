"""Those who work here: Wagtail's screens for users, each with one name and perhaps no e-mail address."""

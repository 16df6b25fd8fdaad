"""The Wagtail admin for commerce. Alone may read other contexts' models, to build viewsets."""

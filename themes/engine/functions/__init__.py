"""What templates may call. Importing this package offers every function to the environments."""

from themes.engine.functions import files, forms, pictures, platform, sections, slots, texts, tokens

__all__ = ["files", "forms", "pictures", "platform", "sections", "slots", "texts", "tokens"]

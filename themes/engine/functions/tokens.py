"""`token()`: a color or length of the look that is worn, for mails, which know no style sheets."""

from themes.engine import discovery, state
from themes.engine.environment import template_function
from themes.engine.errors import HelperError
from themes.engine.presets import merged


@template_function
def token(name: str) -> str:
    """The value of a token that the theme or one of its parents declares: the preset's, else the default."""
    now = state.current()
    if now is None:
        raise HelperError("token is called while a template is drawn")
    preset = now.theme.presets.get(now.preset)
    if preset is not None and name in preset.values:
        return preset.values[name]
    declared = merged(theme.manifest.tokens for theme in discovery.chain(now.theme.slug))
    value = declared.colors.get(name) or declared.lengths.get(name)
    if value is None:
        raise HelperError(f"token {name!r} is not declared in [tokens] of the theme")
    return value

"""Lists that say what to do while they are empty."""

from __future__ import annotations

from commerce.core.errors import Text


class GuidedList:
    """For listings: `nothing_yet` heads the empty list, `how_to_begin` says what brings the first row,
    `add_first` is the link for those who may add one, `nothing_found` answers a search without results."""

    results_template_name = "backoffice/results.html"
    nothing_yet: Text = ""
    how_to_begin: Text = ""
    add_first: Text = ""
    nothing_found: Text = ""

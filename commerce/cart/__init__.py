"""Cart and lines, anonymous or member, merged on login; changes since last seen are announced."""

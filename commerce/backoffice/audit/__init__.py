"""Who changed what, and when: one screen over the log, for the owner."""

"""Two-step sign-in of staff: switched on by oneself, and asked of everybody where the settings say so."""

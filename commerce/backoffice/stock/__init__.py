"""Stock for staff: what lies where, why it changed, and counting it anew."""

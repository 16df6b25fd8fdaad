"""Products for staff: the list, and one screen with everything that is sold and shown."""

"""Orders for staff: the queue, one order with everything about it, and what can be done with it."""

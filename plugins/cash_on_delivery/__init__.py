"""Cash on delivery: the order is confirmed at once, money is handed over at the door."""

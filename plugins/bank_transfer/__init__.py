"""Payment by bank transfer: the shopper gets the account, staff marks the order paid."""

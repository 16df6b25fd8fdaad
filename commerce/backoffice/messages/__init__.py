"""What the shop told people: the delivery log, each message as it was sent, and sending it once more."""

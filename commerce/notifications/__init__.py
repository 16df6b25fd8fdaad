"""What the shop tells people, in their language, once per fact; with a delivery log."""

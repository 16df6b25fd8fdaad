"""The tests of the shop: section 13 of the design says what stands where."""

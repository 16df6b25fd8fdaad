"""Shipments: send with carrier and number, deliver, complete."""

"""Customers for staff: who they are and what they bought. Read only."""

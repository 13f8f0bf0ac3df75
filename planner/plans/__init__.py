"""The plan as records and as JSON, and the shopping list computed from it."""

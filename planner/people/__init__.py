"""Who eats, what they need, what they can't have and what they accept."""

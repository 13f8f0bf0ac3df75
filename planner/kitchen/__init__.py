"""A household's own folder: who eats, what is at home, the weeks planned, and what happened."""

"""Whole portions: a day, a week, packs, budget and order. No solver."""

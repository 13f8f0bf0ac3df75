"""Recomputes a plan from its portions and the tables, sharing no arithmetic with the search."""

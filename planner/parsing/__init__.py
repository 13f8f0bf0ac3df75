"""Turns text into values: CSV rows, JSON values, body measures; every fault keeps its place."""

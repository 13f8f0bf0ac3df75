"""Text to values: CSV rows, JSON values, files and body measures; every fault keeps its place."""

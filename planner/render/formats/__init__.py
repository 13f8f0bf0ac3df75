"""Each format that a document is written in."""

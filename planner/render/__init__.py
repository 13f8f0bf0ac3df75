"""A plan put into words: composed once as blocks, then written as text, Markdown or JSON."""

"""A plan put into words and pictures: composed once as blocks, then written as text or on paper."""

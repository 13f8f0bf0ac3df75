"""Each document of a plan, composed once from blocks."""

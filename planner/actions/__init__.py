"""One function a verb, which every shell calls."""

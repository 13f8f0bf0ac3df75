"""What was asked: the record, and its makers from words, a profile file and an interview."""

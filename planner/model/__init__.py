"""The linear program: a day, a household, the bound. The only home of PuLP and highspy."""

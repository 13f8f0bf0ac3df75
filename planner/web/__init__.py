"""A kitchen in a browser: a thin shell over actions, report and render, as the command line is one.

`start` begins the server, `gate` lets in what may come in, `house` keeps what the pages read of a
kitchen, and `pages` answers. Files are the truth: nothing of a kitchen lives here alone.
"""

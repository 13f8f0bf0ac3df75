"""How far a written figure may be from a recomputed one: what its decimals lose, and no more."""

TOLERANCE = 1e-6  # of a limit: what decimal fractions lose in adding up
EATEN_TOLERANCE = 0.0006  # grams; those on the plate are written with three decimals
BOUGHT_TOLERANCE = 0.051  # grams; those bought are written with one decimal
CARRIED_TOLERANCE = 0.101  # grams; those carried over are what two such figures leave
CENT = 0.0051  # US dollars, which are written with two decimals
FREEZER_TOLERANCE = 0.02  # of a serving that may be lacking of what is frozen
TRACE_G = 0.1  # grams of an item that nobody opens a pack for

"""Issue and house to Sheet: the templates of a house, in a box."""

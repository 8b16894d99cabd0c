"""Steps by which the shipped faces are made; only `fonts/build.py` uses them."""

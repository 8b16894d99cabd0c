"""Writers: a `Composed` bulletin becomes the bytes of a file. They obey the composition and decide nothing.

Each writer is a module of its own and imports its library only when it is called.
"""

"""The doors to the disk: what is read, below which folder, in which encoding and up to which size; and the cache."""

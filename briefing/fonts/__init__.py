"""Faces: which one sets a character, and how wide it is."""

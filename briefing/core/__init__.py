"""What everything stands on: errors and places, limits, and text as such. Knows nothing of bulletins."""

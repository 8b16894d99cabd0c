"""What the codes mean, and how findings are shown to people and machines."""

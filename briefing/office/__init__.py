"""LibreOffice, kept at home."""

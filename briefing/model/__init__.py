"""What a bulletin says (`bulletin`), and how its pages are described before they are set (`sheet`)."""

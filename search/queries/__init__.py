"""What can be found, read from the rooms; what a page of results shows."""

"""What this room offers to read."""

"""What the composed public pages show, read from the rooms below."""

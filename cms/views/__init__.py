"""Public pages composed from the rooms below, and the gate of the editing side."""

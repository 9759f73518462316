"""How money instructions leave and answers return."""

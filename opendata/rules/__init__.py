"""Open contracting data without a framework: reading, merging, facts; safe cells of tables."""

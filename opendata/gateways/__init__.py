"""Files of others: open contracting data as it lies on a disk."""

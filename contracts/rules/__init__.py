"""What must hold for a contract and its delivery: pure, cited."""

"""What must hold for money that leaves: amounts to the fen, days, cells that no spreadsheet runs."""

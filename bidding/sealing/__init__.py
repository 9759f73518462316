"""How a bid stays closed until opening: age keys split among officers, sealed containers, officers' keys, receipts."""

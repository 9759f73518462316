"""How text becomes tokens, how a question is read, how an answer is marked: pure functions."""

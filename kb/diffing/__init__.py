"""How two catalogues differ, and the decisions that make one say what the other does."""

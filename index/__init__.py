"""How a parsed report is stored and found again: figures in SQLite, commentary in Chroma."""

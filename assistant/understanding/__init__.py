"""From the words of a question to what it mentions; rules and data files, no language model."""

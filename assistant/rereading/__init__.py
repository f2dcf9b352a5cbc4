"""How an answered question was read, part by part, and ready questions that change one part."""

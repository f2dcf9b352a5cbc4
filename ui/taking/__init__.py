"""What a person takes along: answers, conversations, drafts and tables as Word, PDF, CSV and Excel files."""

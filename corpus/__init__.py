"""What a progress report says: typed data read from files, with no database, model or settings."""

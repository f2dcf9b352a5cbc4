"""Questions over several editions and plans: which one is meant, and what changed between two."""

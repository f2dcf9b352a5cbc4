"""From mentions and conversation to one plan: what is to be looked up, searched, refused or asked back."""

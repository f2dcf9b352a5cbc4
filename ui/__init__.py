"""The faces of the program: command line and web chat. Adapters only."""

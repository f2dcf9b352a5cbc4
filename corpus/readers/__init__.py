"""File formats to lines of cells; the only modules that know a format."""

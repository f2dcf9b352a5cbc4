"""The officers' screens: handing in reports, corrections, feedback and usage, behind a sign-in."""

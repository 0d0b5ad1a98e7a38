"""Mistakes a user can correct."""


class InputError(Exception):
    """Wrong input. The message is one line that names what is wrong and how to put it right; the process exits with 2."""

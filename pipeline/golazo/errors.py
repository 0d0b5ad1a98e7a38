"""Mistakes a user can correct."""


class InputError(Exception):
    """Wrong input, exit code 2. The message is one line: what is wrong and how to put it right."""

"""The command line. Each module here is one command: either a function `command`, or a typer `app` with sub-commands.

Its docstring's first line is its line in the help. Nothing but the command asked for is imported.
"""

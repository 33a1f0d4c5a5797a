"""The command line. Each module that `main.COMMANDS` names is one command.

It has a function `command` (or one named like the module), or a typer `app` with sub-commands. The first line of its
docstring is its line in the help. Nothing but the command asked for is imported.
"""

"""The storm: a town lives on while every process under it is killed, frozen and restarted; nothing of it may be seen."""

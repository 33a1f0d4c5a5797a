"""The law that `slots` applies."""

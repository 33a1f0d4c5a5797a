"""The platform on one machine without Docker: real servers as plain processes, and worlds on top of them."""

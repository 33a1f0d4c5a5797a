"""Everything the services know of one another, and everything an integrator needs."""

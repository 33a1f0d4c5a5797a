"""The contact course (*kontaktforløb*): which interviews were held, which is due next, who is left without any."""

"""How each citizen stands, told to whoever shows it; decides nothing."""

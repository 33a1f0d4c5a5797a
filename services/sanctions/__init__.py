"""The municipality's assessment when somebody outside dagpenge misses a booking deadline."""

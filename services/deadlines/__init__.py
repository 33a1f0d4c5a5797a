"""The booking deadline's life (*bookingfrist*): set, fulfilled, extended, closed, overdue, taken back."""

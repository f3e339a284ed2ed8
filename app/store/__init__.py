"""What is remembered: tables, units of work and the journal; the only place that commits."""

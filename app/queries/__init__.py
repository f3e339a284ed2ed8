"""What people see: reads that return plain values, never rows."""

"""Benchmarks: each runs the thing and a yardstick in the same run and prints the ratio."""

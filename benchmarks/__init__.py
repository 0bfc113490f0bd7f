"""Benchmarks: each prints ratios against the obvious way, both sides measured in one run."""

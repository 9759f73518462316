"""Measurements: ratios against a trivial page of the same run, never absolute promises."""

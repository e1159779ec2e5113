"""Tests that look at the published site with a browser."""

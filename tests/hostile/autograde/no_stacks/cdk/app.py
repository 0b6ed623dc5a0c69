"""Ends well."""

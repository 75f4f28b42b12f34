"""A whole report: what it holds, and a module a format."""

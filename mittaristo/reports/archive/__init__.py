"""An archive of a project's figures that can be read without this program."""

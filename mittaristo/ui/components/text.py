"""Texts that are no Markdown, within Markdown."""


def plain(text: str) -> str:
    """A text from the registers or a file's name, safe within Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~$:" else sign for sign in text)

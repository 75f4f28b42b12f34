"""What is said of a file that is not read."""


class Unreadable(Exception):
    """A file that is not read: the rule of rules.RULES, and a word to report it by."""

    def __init__(self, rule: str, code: str = "check") -> None:
        super().__init__(rule, code)
        self.rule, self.code = rule, code

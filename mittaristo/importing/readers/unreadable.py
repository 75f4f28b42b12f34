"""What is said of a file that is not read."""

from mittaristo.messages.problems import Detail, Place, Problem


class Unreadable(Exception):
    """A file that is not read: the rule of rules.RULES, and a word to report it by.

    `details` are the limits that its sentence names.
    """

    def __init__(self, rule: str, code: str = "check", **details: Detail) -> None:
        super().__init__(rule, code)
        self.rule, self.code, self._details = rule, code, details

    def at(self, place: Place) -> Problem:
        return Problem(self.rule, place, details={"code": self.code, **self._details})

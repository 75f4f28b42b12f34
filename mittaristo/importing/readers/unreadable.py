"""What is said of a file that is not read."""

import json

from mittaristo.messages.problems import Detail, Place, Problem


class Unreadable(Exception):
    """A file that is not read: the rule of rules.RULES, and a word to report it by.

    `row` is where that is found out; `details` are the limits that its sentence names.
    """

    def __init__(
        self, rule: str, code: str = "check", row: int | None = None, **details: Detail
    ) -> None:
        super().__init__(rule, code)
        self.rule, self.code, self.row, self.details = rule, code, row, details

    def told(self) -> bytes:
        """For another process."""
        return json.dumps([self.rule, self.code, self.row, self.details]).encode()

    @classmethod
    def of(cls, told: bytes) -> "Unreadable":
        rule, code, row, details = json.loads(told)
        return cls(rule, code, row, **details)

    def at(self, place: Place) -> Problem:
        return Problem(self.rule, place, self.row, details={"code": self.code, **self.details})

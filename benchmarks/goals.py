"""Goals of the benchmarks, each a line that says whether it is met, and a summary of them all.

`python -m benchmarks.goals NAME …` runs the benchmarks of these names one after the other, shows
what each prints, and at last every goal again, in one table. It fails where a benchmark does.
"""

import subprocess
import sys
from dataclasses import dataclass

MARK = "Goal: "


@dataclass(frozen=True)
class Goal:
    """What was measured, and the most that it should be."""

    what: str
    measured: float
    most: float

    def __str__(self) -> str:
        state = "met" if self.measured <= self.most else "NOT MET"
        return f"{MARK}{self.what}: {self.measured:.2f}, at most {self.most:g}: {state}"


def run(name: str) -> tuple[list[str], bool]:
    """The goals that a benchmark tells, and whether it came to its end."""
    module, *options = name.split()
    command = [sys.executable, "-u", "-m", f"benchmarks.{module}", *options]
    told = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith(MARK):
                told.append(line.removeprefix(MARK).strip())
    return told, process.returncode == 0


def main() -> None:
    """Run them all and print the summary."""
    failed, rows = [], []
    for name in sys.argv[1:]:
        print(f"\n## python -m benchmarks.{name}\n", flush=True)
        told, ended = run(name)
        rows += [(name, *goal.rsplit(": ", 2)) for goal in told]
        failed += [] if ended else [name]
    print("\n## Goals\n\n| benchmark | goal | measured | |\n|---|---|---|---|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    if failed:
        sys.exit(f"Not measured to the end: {', '.join(failed)}")


if __name__ == "__main__":
    main()

"""Run as a script of its own by two_at_once.py: Vega-Lite on stdin → SVG on stdout, as JSON lists.

Nothing is imported that is not needed. The first chart costs most: it is drawn before any is asked
for.
"""

import json
import sys

import vl_convert

FIRST = {"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}


def main() -> None:
    vl_convert.vegalite_to_svg(FIRST, allowed_base_urls=[])
    drawn = [
        vl_convert.vegalite_to_svg(written, allowed_base_urls=[])
        for written in json.load(sys.stdin.buffer)
    ]
    sys.stdout.buffer.write(json.dumps(drawn).encode())


if __name__ == "__main__":
    main()

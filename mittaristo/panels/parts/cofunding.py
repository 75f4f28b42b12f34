"""The EU emblem, drawn by its construction rules and never altered."""

import math


def emblem() -> str:
    """The EU emblem as SVG: twelve upright stars on a circle, by its construction rules."""

    def star(hour: int) -> str:
        angle = math.radians(30 * hour)
        x, y = 1.5 + math.sin(angle) / 1.5, 1 - math.cos(angle) / 1.5
        points = []
        for corner in range(10):
            radius = (1 / 9) * (1 if corner % 2 == 0 else 0.381966)
            turn = math.radians(36 * corner)
            points.append(f"{x + radius * math.sin(turn):.4f},{y - radius * math.cos(turn):.4f}")
        return f'<polygon points="{" ".join(points)}"/>'

    stars = "".join(star(hour) for hour in range(12))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-0.08 -0.08 3.16 2.16">'
        '<rect x="-0.08" y="-0.08" width="3.16" height="2.16" fill="#fff"/>'
        f'<rect width="3" height="2" fill="#003399"/><g fill="#FFCC00">{stars}</g></svg>'
    )

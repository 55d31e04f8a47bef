"""The figures as text.

Belongs here: layout. Does not belong here: computing a figure.
"""

from typing import Any

_FIGURES = ("body", "sentences", "detection", "typed", "who_whom", "roles")


def render(scores: dict[str, Any]) -> str:
    """A plain text table of what `evaluate` returns, one figure a line."""
    lines = [f"{'':24}{'P':>7}{'R':>7}{'F':>7}{'right':>8}{'coded':>8}{'gold':>8}"]
    for name in _FIGURES:
        s = scores[name]
        lines.append(f"{name:24}{s['P']:7.3f}{s['R']:7.3f}{s['F']:7.3f}{s['tp']:8d}{s['pred']:8d}{s['gold']:8d}")
    lines += ["", f"neutral (on an optional event) {scores['neutral']}   duplicates {scores['duplicates']}", ""]
    lines.append(f"{'on matched events':24}{'share':>7}{'right':>8}{'of':>8}")
    lines += [f"{name:24}{s['share']:7.3f}{s['right']:8d}{s['of']:8d}" for name, s in scores["on_matched"].items()]
    lines += ["", f"{'type':24}{'gold':>7}{'coded':>8}{'right':>8}"]
    lines += [f"{name:24}{s['gold']:7d}{s['predicted']:8d}{s['right']:8d}" for name, s in scores["by_type"].items()]
    if scores["files_missing"]:
        lines += ["", f"no story for {len(scores['files_missing'])} gold files: {', '.join(scores['files_missing'])}"]
    return "\n".join(lines)

"""The beginning of a text, for a line of a list or a heading. Pure rules."""


def beginning(text: str, longest: int) -> str:
    """Return a text on one line, of at most so many characters; what is longer ends on a word's end."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    cut = line[:longest]
    whole = cut.rpartition(" ")[0] or cut[:-1]
    return f"{whole.rstrip(',;:.')}…"

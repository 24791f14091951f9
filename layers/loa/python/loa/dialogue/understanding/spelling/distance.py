"""How far two words are from each other: slips of the finger. Pure rules."""


def distance(first: str, second: str, allowed: int) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour; at most allowed + 1."""
    if abs(len(first) - len(second)) > allowed:
        return allowed + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for index, letter in enumerate(first, 1):
        before, above, row = row, before, [index]
        for column, other in enumerate(second, 1):
            best = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != other))
            swapped = index > 1 and column > 1 and (letter, other) == (second[column - 2], first[index - 2])
            row.append(min(best, above[column - 2] + 1) if swapped else best)
        if min(row) > allowed:
            return allowed + 1
    return row[-1]

import numpy as np

from dateline.store.selection.profiles import DIGITS, count_digits


def test_digits_are_counted_apart() -> None:
    bases = [digit.base for digit in DIGITS.values()]
    last = int(np.prod(bases)) - 1
    assert last < 2**32
    found = count_digits(np.array([0, last, 1], np.uint32), np.array([2, 3, 5]))
    for at, (name, base) in enumerate(zip(DIGITS, bases, strict=True)):
        expected = [0] * base
        expected[0], expected[-1] = (2, 3) if at == 0 else (7, 3)
        if at == 0:
            expected[1] += 5
        assert found[name] == expected, name

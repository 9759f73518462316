"""Nothing grows past what one reads in a sitting (docs/architecture.md, names and sizes)."""

from .sources import demand_none, functions, python_files, shown, templates

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
MOST_LINES_OF_A_TEMPLATE = 150


def _lines(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files_stay_short():
    demand_none([shown(p) for p in python_files() if _lines(p) > MOST_LINES_OF_A_FILE])


def test_functions_stay_short():
    long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in python_files()
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    demand_none(long)


def test_templates_stay_short():
    demand_none([shown(p) for p in templates() if _lines(p) > MOST_LINES_OF_A_TEMPLATE])

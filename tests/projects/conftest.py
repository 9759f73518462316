import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def chinese():
    """Begin every test in the default language, whatever page was read before."""
    with translation.override("zh-hans"):
        yield

import pytest


@pytest.fixture
def planted(db):
    """Both trees of pages, even when a transactional test has emptied the database before."""
    from cms.actions import plant_pages

    plant_pages()

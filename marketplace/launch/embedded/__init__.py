"""Database backend of an installation without DATABASE_URL; see base.py."""

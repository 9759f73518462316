from django.db import models

from organizations.states import DepartmentKind


class Department(models.Model):
    """A part of the district government that buys, supervises or answers."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=DepartmentKind.choices)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A community of the district; `row` and `column` place it on the schematic grid (no real map)."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    subdistrict = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="communities")
    households = models.PositiveIntegerField()
    residents = models.PositiveIntegerField()
    row = models.PositiveSmallIntegerField()
    column = models.PositiveSmallIntegerField()
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "communities"
        permissions = [
            ("work_in_community", "Screen needs and convene deliberations in the community"),
            ("direct_community", "Confirm topics as secretary or director of the community"),
        ]
        constraints = [models.UniqueConstraint(fields=["row", "column"], name="one_community_per_grid_cell")]

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """A household of a community: building and door; no names."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="household_rows")
    building = models.CharField(max_length=20)
    door = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "building", "door"], name="one_household_per_door")
        ]

    def __str__(self) -> str:
        return f"{self.building}-{self.door}"

"""Rules of performance reviews: grades and rubrics."""

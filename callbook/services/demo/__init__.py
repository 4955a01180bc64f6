"""A demonstration book: invented firms, and years of calls with them that could have been."""

from callbook.services.demo.fill import fill_demo
from callbook.services.demo.material import Material, read_material

__all__ = ["Material", "fill_demo", "read_material"]

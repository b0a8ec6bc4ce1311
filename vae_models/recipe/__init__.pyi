from .fields import FIELDS as FIELDS
from .named import RECIPES as RECIPES, get_recipe as get_recipe
from .recipe import Recipe as Recipe
from .schedule import KLSchedule as KLSchedule

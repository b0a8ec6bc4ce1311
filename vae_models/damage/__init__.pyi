from .mixed import mixed_corruption as mixed_corruption
from .single import Damage as Damage
from .training import add_gaussian_noise as add_gaussian_noise

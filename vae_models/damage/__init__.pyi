from .by_hand import Damage as Damage
from .mixed import mixed_corruption as mixed_corruption
from .training import add_gaussian_noise as add_gaussian_noise

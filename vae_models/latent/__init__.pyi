from .grids import (
    linear_axis as linear_axis,
    normal_cdf as normal_cdf,
    normal_quantile as normal_quantile,
    quantile_axis as quantile_axis,
)
from .neighbours import majority as majority, nearest as nearest
from .paths import (
    along as along,
    arithmetic as arithmetic,
    lerp as lerp,
    slerp as slerp,
    traversal as traversal,
    traversals as traversals,
)
from .planes import (
    Plane as Plane,
    plane_of_axes as plane_of_axes,
    plane_of_dims as plane_of_dims,
    plane_through as plane_through,
)

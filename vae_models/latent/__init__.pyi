from .paths import (
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

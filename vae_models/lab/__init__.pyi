from .denoising import Denoiser as Denoiser
from .repair import Repair as Repair
from .typicality import Reference as Reference, Standing as Standing

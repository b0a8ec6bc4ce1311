from .autoencoder import Autoencoder as Autoencoder
from .base import Codes as Codes, DiscreteModel as DiscreteModel, Model as Model
from .build import build_model as build_model
from .cvae import CVAE as CVAE
from .gaussian import kl_to_standard_normal as kl_to_standard_normal, reparameterise as reparameterise
from .hvae import HVAE as HVAE
from .unet import UNet as UNet
from .vae import VAE as VAE
from .vq_vae import VQVAE as VQVAE

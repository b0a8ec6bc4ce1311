from .gru import gru_decoder as gru_decoder, gru_encoder as gru_encoder
from .mlp_conv import (
    conv_decoder as conv_decoder,
    conv_encoder as conv_encoder,
    mlp_decoder as mlp_decoder,
    mlp_encoder as mlp_encoder,
)

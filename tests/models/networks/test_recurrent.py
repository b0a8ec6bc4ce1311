"""The recurrent networks: rows are a sequence, and what is above does not know what is below."""

import torch

from tests.models.family import batch_for, cross_entropy, gaussian_kl, loss_of
from vae_models import get_recipe
from vae_models.networks.gru import gru_decoder, gru_encoder


def test_the_writer_sees_only_the_rows_above() -> None:
    recipe = get_recipe("vrae").replace(hidden=(8, 6))
    writer = gru_decoder(recipe, 5)
    tall = gru_decoder(recipe.replace(image_shape=(40, 28)), 5)
    tall.load_state_dict(writer.state_dict())
    z = torch.randn(3, 5)
    torch.testing.assert_close(tall(z)[:, :, :28], writer(z))


def test_the_reader_reads_row_by_row() -> None:
    """A GRU cell written out (Cho 2014, eq. 5 to 8), one row after the other."""
    recipe = get_recipe("vrae").replace(hidden=(8,))
    reader = gru_encoder(recipe, 5)
    (layer,) = reader.layers  # type: ignore[union-attr, misc]
    images = torch.rand(3, 1, 28, 28)
    memory = torch.zeros(3, 8)
    for row in images[:, 0].unbind(1):
        from_row = (row @ layer.weight_ih_l0.t() + layer.bias_ih_l0).chunk(3, 1)
        from_memory = (memory @ layer.weight_hh_l0.t() + layer.bias_hh_l0).chunk(3, 1)
        reset = torch.sigmoid(from_row[0] + from_memory[0])
        keep = torch.sigmoid(from_row[1] + from_memory[1])
        memory = (1 - keep) * torch.tanh(from_row[2] + reset * from_memory[2]) + keep * memory
    torch.testing.assert_close(reader(images), reader.head(memory))  # type: ignore[operator]


def test_the_loss_is_a_vaes() -> None:
    recipe = get_recipe("vrae")
    batch = batch_for(recipe)
    model, parts = loss_of(recipe, batch)
    mu, logvar = model.encoder(batch.inputs).chunk(2, 1)
    logits = model.decoder(mu + torch.exp(logvar / 2) * batch.eps)
    expected = (cross_entropy(logits, batch.target) + gaussian_kl(mu, logvar)).mean()
    torch.testing.assert_close(parts.loss.double(), expected, rtol=1e-5, atol=1e-4)

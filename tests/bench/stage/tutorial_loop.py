"""The tutorials' training loop, as a script writes it: the reference that the trainer is measured against."""

import time

import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from vae_models.data.download.torchvision_import import torchvision


class TutorialDigits(Dataset[tuple[Tensor, int]]):
    """One PIL image and one ToTensor per item, like torchvision's MNIST."""

    def __init__(self, images: Tensor) -> None:
        self._images = images
        self._transform = torchvision.transforms.ToTensor()

    def __len__(self) -> int:
        return len(self._images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        return self._transform(Image.fromarray(self._images[index, 0].numpy())), 0


class TutorialVAE(nn.Module):
    """784-400-20 with two heads and a sigmoid at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(784, 400)
        self.fc21, self.fc22 = nn.Linear(400, 20), nn.Linear(400, 20)
        self.fc3, self.fc4 = nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = functional.relu(self.fc1(x.view(-1, 784)))
        mu, logvar = self.fc21(h), self.fc22(h)
        z = mu + torch.randn_like(mu) * torch.exp(0.5 * logvar)
        return torch.sigmoid(self.fc4(functional.relu(self.fc3(z)))), mu, logvar


def train(images: Tensor, epochs: int, seed: int = 0, device: str = "cpu") -> tuple[list[float], list[float]]:
    """The loss in nats per image, and the seconds, of each epoch."""
    torch.manual_seed(seed)
    loader = DataLoader(TutorialDigits(images), batch_size=128, shuffle=True)
    model = TutorialVAE().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    losses, seconds = [], []
    for _ in range(epochs):
        started, total = time.perf_counter(), 0.0
        for data, _label in loader:
            data = data.to(device)
            optimizer.zero_grad()
            output, mu, logvar = model(data)
            bce = functional.binary_cross_entropy(output, data.view(-1, 784), reduction="sum")
            loss = bce - 0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
            loss.backward()
            total += loss.item()
            optimizer.step()
        losses.append(total / len(images))
        seconds.append(time.perf_counter() - started)
    return losses, seconds

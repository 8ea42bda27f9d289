"""Writes length.pt: a perceptron of twelve layers with random weights, as TorchScript."""

import torch

torch.manual_seed(1)
layers = [torch.nn.Linear(1, 512), torch.nn.ReLU()]
for _ in range(12):
    layers += [torch.nn.Linear(512, 512), torch.nn.ReLU()]
model = torch.nn.Sequential(*layers, torch.nn.Linear(512, 1)).eval()
torch.jit.trace(model, torch.ones(2, 1)).save("length.pt")

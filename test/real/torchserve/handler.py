"""Scores the length of each body: small enough for any machine, and one real forward pass for the whole batch."""

import torch
from ts.torch_handler.base_handler import BaseHandler


class LengthHandler(BaseHandler):
    def preprocess(self, requests):
        bodies = [request.get("data") or request.get("body") or b"" for request in requests]
        return torch.tensor([[float(len(body))] for body in bodies])

    def inference(self, lengths):
        with torch.no_grad():
            return self.model(lengths)

    def postprocess(self, outputs):
        return [{"score": float(row[0])} for row in outputs]

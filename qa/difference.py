"""What fine-tuning changed in a model: the difference of its weights from the base model's, at four bits a weight.

A safetensors file: for each matrix `name` its differences, `(rows, columns / 2) uint8`, two to a byte, the first in
the low bits, 8 standing for none; with `name.scale`, `(rows, columns / 64) float16`, what one step is worth in each
run of 64. For each vector its differences as they are, `float16`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

_GROUP = 64
_SCALE = ".scale"


def pack(base: Mapping[str, "Tensor"], tuned: Mapping[str, "Tensor"]) -> dict[str, "Tensor"]:
    """Return the difference of `tuned` from `base`, for every weight that `tuned` names, as the file's tensors."""
    import torch

    packed = {}
    for name, weight in tuned.items():
        delta = (weight - base[name]).float()
        if delta.ndim == 1:
            packed[name] = delta.half()
            continue
        groups = delta.view(len(delta), -1, _GROUP)
        scale = (groups.abs().amax(dim=2) / 7).half()
        steps = (groups / scale.float().clamp_min(1e-12).unsqueeze(2)).round().clamp(-8, 7).view_as(delta) + 8
        steps = steps.to(torch.uint8)
        packed[name] = steps[:, 0::2] | steps[:, 1::2] << 4
        packed[name + _SCALE] = scale
    return packed


def unpack(packed: Mapping[str, "Tensor"]) -> dict[str, "Tensor"]:
    """Return the differences by weight, float32."""
    import torch

    found = {}
    for name, weight in packed.items():
        if name.endswith(_SCALE):
            continue
        if weight.ndim == 1:
            found[name] = weight.float()
            continue
        steps = torch.stack([weight & 15, weight >> 4], dim=2).view(len(weight), -1).float() - 8
        scale = packed[name + _SCALE].float().unsqueeze(2)
        found[name] = (steps.view(len(weight), -1, _GROUP) * scale).view_as(steps)
    return found


def apply(packed: Mapping[str, "Tensor"], weights: Mapping[str, "Tensor"]) -> None:
    """Add the differences in a file's tensors to a model's weights, in place.

    Raises:
        KeyError: they are of a model with other weights.
    """
    import torch

    with torch.no_grad():
        for name, difference in unpack(packed).items():
            weights[name].add_(difference)

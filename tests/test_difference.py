from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from qa.difference import apply, pack, unpack


@pytest.fixture
def weights() -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    torch.manual_seed(0)
    base = {"matrix": torch.randn(6, 128), "still": torch.randn(2, 64), "vector": torch.randn(5)}
    tuned = {
        "matrix": base["matrix"] + 0.01 * torch.randn(6, 128),
        "still": base["still"],
        "vector": base["vector"] + 1,
    }
    return base, tuned


def test_four_bits_keep_each_difference_to_half_a_step(
    weights: tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]],
) -> None:
    base, tuned = weights
    packed = pack(base, tuned)
    assert packed["matrix"].dtype == torch.uint8 and packed["matrix"].shape == (6, 64)
    found = unpack(packed)
    assert set(found) == set(tuned)
    step = packed["matrix.scale"].float().repeat_interleave(64, dim=1)
    assert ((found["matrix"] - (tuned["matrix"] - base["matrix"])).abs() <= 0.501 * step + 1e-6).all()
    torch.testing.assert_close(found["vector"], torch.ones(5), atol=1e-3, rtol=0)
    assert not found["still"].any()


def test_a_difference_worked_out_by_hand() -> None:
    delta = torch.zeros(1, 64)
    delta[0, :4] = torch.tensor([0.7, -0.7, 0.1, 0.04])  # a step is 0.1: 7, -7, 1 and 0 steps, from 8 up
    packed = pack({"w": torch.zeros(1, 64)}, {"w": delta})
    assert packed["w"][0, :3].tolist() == [15 | 1 << 4, 9 | 8 << 4, 8 | 8 << 4]
    torch.testing.assert_close(unpack(packed)["w"][0, :5], torch.tensor([0.7, -0.7, 0.1, 0, 0]), atol=1e-3, rtol=0)


def test_applying_the_file_gives_the_tuned_weights(
    weights: tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]], tmp_path: Path
) -> None:
    base, tuned = weights
    save_file(pack(base, tuned), tmp_path / "d.safetensors")
    apply(load_file(tmp_path / "d.safetensors"), base)
    for name, weight in tuned.items():
        torch.testing.assert_close(base[name], weight, atol=4e-3, rtol=0)


def test_a_difference_of_another_model_is_refused(
    weights: tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]],
) -> None:
    with pytest.raises(KeyError):
        apply(pack(*weights), {"other": torch.zeros(1)})

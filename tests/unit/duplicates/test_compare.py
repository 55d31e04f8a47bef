from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from pipeline.duplicates.compare import side_by_side

A = "قال الوزيرُ إنّ «المياه» وصلت إلى القرى البعيدة."
B = "وأضاف بأن المياه وصلت الى القري أمس"


def test_shared_runs_are_marked_in_the_text_as_found() -> None:
    found = side_by_side("أ", A, "ب", B)
    assert [A[start:end] for start, end in found.left.shared] == ["المياه» وصلت إلى القرى"]
    assert [B[start:end] for start, end in found.right.shared] == ["المياه وصلت الى القري"]
    assert found.left.marked == "قال الوزيرُ إنّ «⟦المياه» وصلت إلى القرى⟧ البعيدة."
    assert "longest run 4 words" in str(found) and "— ب" in str(found)


def test_it_is_shown_in_a_terminal() -> None:
    console = Console(width=100, record=True, force_terminal=True)
    console.print(side_by_side("الأولى", A, "الثانية", B))
    assert "الثانية" in console.export_text()


@given(st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_pieces_are_the_body(a: str, b: str) -> None:
    found = side_by_side("a", f"{a} واحد اثنان ثلاثة {b}", "b", f"{b} واحد اثنان ثلاثة {a}")
    for side in (found.left, found.right):
        assert "".join(text for text, _ in side.pieces()) == side.body
        assert any(is_shared for _, is_shared in side.pieces())

"""Import, export, import: whatever mall it is, what comes out is what went in."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.bootstrap import ROOT
from config.mall import check, document, load, mistakes, read_document, write
from config.mall_changes import apply, differences
from config.mall_mistakes import Document
from config.mall_zip import pack, unpack

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What people type: quotes, backslashes, signs that TOML knows, letters of other scripts.
LINE = st.text(st.sampled_from("abcÀé字\U0001f600\"'\\#=[]{}.,%$0123 -/"), min_size=1, max_size=30).filter(
    lambda text: re.search(r"\S", text) is not None
)
HOURS = st.sampled_from(["", "08:00-15:00", "00:00-24:00"])
WEEK = st.fixed_dictionaries({}, optional=dict.fromkeys(("mon", "tue", "fri", "sun"), HOURS))


@st.composite
def malls(draw: st.DrawFn) -> Document:
    agencies = [
        {
            "code": f"{letter}",
            "name": draw(LINE),
            "short_name": draw(LINE),
            "service": [
                {
                    "code": f"{letter}-{number}",
                    "name": draw(LINE),
                    "minutes": draw(st.integers(1, 400)),
                    **draw(st.fixed_dictionaries({}, optional={"requirements": st.lists(LINE, max_size=2)})),
                    **draw(st.fixed_dictionaries({}, optional={"hours": WEEK, "online": st.booleans()})),
                }
                for number in range(draw(st.integers(1, 3)))
            ],
        }
        for letter in draw(st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=3, unique=True))
    ]
    counters = [
        {"code": str(number), "name": draw(LINE), "zone": "Z1", "services": [agency["code"]],
         **draw(st.sampled_from([{}, {"archived": True}]))}
        for number, agency in enumerate(agencies)
    ]  # fmt: skip
    site = {
        "code": "X",
        "name": draw(LINE),
        "address": draw(LINE),
        "zone": [{"code": "Z1", "name": draw(LINE)}],
    }
    made: Document = {
        "mall": {"code": "m", "name": draw(LINE), "timezone": "Asia/Makassar"},
        "hours": draw(WEEK),
        "agency": agencies,
        "site": [{**site, "counter": counters}],
    }
    days = draw(st.lists(st.dates().map(str), max_size=3, unique=True))
    if days:
        made["holiday"] = [{"date": day, "name": draw(LINE)} for day in days]
    return made


@FEW
@given(malls())
def test_a_mall_that_goes_out_comes_in_exactly(mall: Document) -> None:
    assert mistakes(mall) == []
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(mall, folder)
        assert (check(folder), read_document(folder)) == ([], mall)
        assert mistakes(document(load(folder))) == []
    packed = pack(mall, {}, about="")
    back = unpack(packed).document
    assert back == mall
    assert pack(back, {}, about="") == packed


@FEW
@given(malls(), malls())
def test_one_mall_is_made_another_by_their_differences(before: Document, after: Document) -> None:
    assert apply(before, differences(before, after)) == after


def test_banyuwangi_goes_out_and_in_and_out_the_same(tmp_path: Path) -> None:
    mall = read_document(ROOT / "config" / "malls" / "banyuwangi")
    write(mall, tmp_path / "once")
    write(read_document(tmp_path / "once"), tmp_path / "twice")
    for file in ("mall.toml", "services.toml"):
        assert (tmp_path / "once" / file).read_bytes() == (tmp_path / "twice" / file).read_bytes()
    assert read_document(tmp_path / "twice") == mall

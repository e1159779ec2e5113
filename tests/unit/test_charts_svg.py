"""Charts as pictures: well-formed, escaped, complete in words, the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

import mkdocs_postmortems
from mkdocs_postmortems import catalog, charts
from mkdocs_postmortems.charts import coverage, durations, incidents_by_month
from mkdocs_postmortems.charts.base import Bar, Chart, HorizontalBars, Sheet, Table
from mkdocs_postmortems.rendering.svg import render
from tests.unit.chart_samples import AS_OF, build, incident, varied

MITIGATE = durations.builder("ttm")
ASSETS = Path(mkdocs_postmortems.__file__).parent / "assets"


def parse(markup: Markup) -> ET.Element:
    """The markup as XML; inline SVG in HTML has no namespace of its own."""
    assert "\n\n" not in markup
    return ET.fromstring(str(markup))


HOSTILE = '</svg><script>alert("1")</script>&{{ 7 * 7 }}\'"'


def hostile() -> HorizontalBars:
    return HorizontalBars(
        key="by-service",
        title=HOSTILE,
        description=HOSTILE,
        table=Table((HOSTILE, "Incidents"), ((HOSTILE, "3"),)),
        nothing=HOSTILE,
        bars=(Bar(HOSTILE, 3, HOSTILE), Bar("search", 0)),
    )


@pytest.mark.parametrize("index", range(len(charts.BUILDERS)))
def test_figures_are_well_formed_and_complete(index: int) -> None:
    chart = charts.BUILDERS[index](varied(), AS_OF)
    markup = render(chart)
    figure = parse(markup)
    assert figure.get("id") == f"chart-{chart.key}"
    if not isinstance(chart, Sheet):
        assert_described(figure, chart)
    assert [e.text for e in figure.iter("th") if e.get("scope") == "col"] == list(
        chart.table.headers
    )
    rows = [tuple("".join(c.itertext()) for c in row) for row in figure.findall(".//tbody/tr")]
    assert rows == list(chart.table.rows)
    assert figure.find(".//caption") is not None
    words = {"".join(item.itertext()) for item in figure.findall("ul/li")}
    assert words or isinstance(chart, HorizontalBars | Sheet)  # bars of one colour say all
    assert "" not in words


def assert_described(figure: ET.Element, chart: Chart) -> None:
    svg = next(e for e in figure.iter("svg") if e.get("role") == "img")
    title, desc = svg[0], svg[1]
    assert (title.tag, desc.tag) == ("title", "desc")
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == chart.title
    assert svg.get("width") is None


@pytest.mark.parametrize("index", range(len(charts.BUILDERS)))
def test_figures_need_no_inline_style_script_or_link(index: int) -> None:
    figure = parse(render(charts.BUILDERS[index](varied(), AS_OF)))
    assert not {"a", "script", "style"} & {e.tag for e in figure.iter()}
    for element in figure.iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_ids_are_unique_on_a_page_and_every_reference_has_a_target() -> None:
    page = "".join(str(render(chart)) for chart in charts.build(varied(), AS_OF))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert {i for group in re.findall(r'labelledby="([^"]+)"', page) for i in group.split()} <= set(
        ids
    )


def test_severity_is_told_by_pattern_and_word_too() -> None:
    figure = parse(render(incidents_by_month.build(varied(), AS_OF)))
    patterns = [
        ET.tostring(pattern).split(b">", 1)[1].replace(b"pm-rank-", b"")
        for pattern in figure.iter("pattern")
    ]
    shapes = [re.sub(rb'class="\d"', b"", pattern) for pattern in patterns]
    assert len(set(shapes)) == len(shapes) == 6
    words = ["".join(item.itertext()) for item in figure.findall("ul/li")]
    assert words == ["critical", "high", "medium", "low", "informational", "unknown"]


def test_hostile_text_is_escaped_everywhere() -> None:
    markup = render(hostile())
    figure = parse(markup)
    assert "<script" not in markup
    assert "49" not in markup
    texts = {e.text for e in figure.iter()}
    assert HOSTILE in texts
    region = figure.find(".//div[@role='region']")
    assert region is not None
    assert region.get("aria-label") == f"Data table: {HOSTILE}"


def test_long_labels_are_cut_in_the_drawing_and_whole_in_the_table() -> None:
    name = "payments-" * 20
    chart = HorizontalBars(
        key="by-service",
        title="Incidents by service",
        description="",
        table=Table(("Service", "Incidents"), ((name, "1"),)),
        nothing="None.",
        bars=(Bar(name, 1),),
    )
    figure = parse(render(chart))
    label = figure.find(".//text[@class='pm-label']")
    assert label is not None
    assert label.text is not None
    assert label.text.endswith("…")
    assert len(label.text) == 56
    cell = figure.find(".//tbody/tr/th")
    assert cell is not None
    assert cell.text == name
    assert figure.find("figcaption/p[@class='pm-chart-description']") is None


@pytest.mark.parametrize(
    "empty", [build(), build(incident(1, structured=False)), build(incident(1, None))]
)
def test_charts_of_nothing_say_so(empty: catalog.Catalog) -> None:
    month, mitigate, known = (
        parse(render(make(empty, AS_OF)))
        for make in (incidents_by_month.build, MITIGATE, coverage.build)
    )
    sentence = "p[@class='pm-chart-nothing']"
    assert month.findtext(sentence) == "No incident with a date of start is recorded yet."
    assert mitigate.findtext(sentence) == (
        "No incident in review or final has the times for it yet."
    )
    assert (known.find("div") is None) == (not empty.structured)
    assert not list(month.iter("svg")) + list(mitigate.iter("svg"))


def test_an_old_archive_says_that_nothing_is_recent() -> None:
    chart = incidents_by_month.build(build(incident(1, "2019-05-02")), AS_OF)
    assert chart.is_empty
    assert chart.nothing == "No incident has started since 2024-04."
    assert "1 older incident" in chart.description


def test_the_same_catalog_gives_the_same_bytes_in_any_order() -> None:
    one = varied()
    other = catalog.build(reversed(one.postmortems))
    assert [render(c) for c in charts.build(one, AS_OF)] == [
        render(c) for c in charts.build(other, AS_OF)
    ]


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_coordinates_stay_inside_the_drawing(minutes: list[int]) -> None:
    chart = MITIGATE(
        build(*(incident(i, minutes=m, rank=i % 6 or None) for i, m in enumerate(minutes))), AS_OF
    )
    svg = next(e for e in parse(render(chart)).iter("svg") if e.get("role") == "img")
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    dots = [path.get("d", "") for path in svg.iter("path") if path.get("class") == "pm-dots"]
    assert dots
    for x, y in re.findall(r"M(\S+) (\S+)h0", "".join(dots)):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= height


def test_a_time_of_zero_has_a_place_on_the_axis() -> None:
    figure = render(MITIGATE(build(incident(1, minutes=0)), AS_OF))
    assert "≤ 1 min" in figure
    assert 'd="M10 42h0"' in figure


def test_a_time_beyond_the_axis_has_a_place_on_it() -> None:
    figure = render(MITIGATE(build(incident(1, minutes=60 * 24 * 800)), AS_OF))
    assert 'd="M630 42h0"' in figure


def test_few_values_are_called_too_few() -> None:
    figure = render(MITIGATE(build(incident(1)), AS_OF))
    assert "too few to say, n = 1" in figure
    assert "median" not in figure.split("<details")[0]


# Colours


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--pm-[a-z0-9-]+):\s*(#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    style = (ASSETS / "charts.css").read_text(encoding="utf-8")
    return [found for block in style.split("{") if len(found := colours(block)) > 5]


def test_there_are_one_light_palette_and_two_equal_dark_ones() -> None:
    light, theme, system = palettes()
    assert theme == system
    assert light.keys() == theme.keys()


@pytest.mark.parametrize("dark", [False, True])
def test_colours_have_contrast(dark: bool) -> None:
    palette = palettes()[dark]
    # The darkest and lightest papers of the supported themes, beside our own.
    for paper in (palette["--pm-paper"], *(("#212529", "#1e2129") if dark else ("#fcfcfc",))):
        for name, colour in palette.items():
            if "rank" in name or name in ("--pm-mark", "--pm-axis"):
                assert contrast(colour, paper) >= 3, name
            if "ink" in name:
                assert contrast(colour, paper) >= 4.5, name

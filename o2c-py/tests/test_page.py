"""The page a manager reads: every figure on it is the report's, and every picture is drawn."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

import o2c

for library in ("jinja2", "plotly", "babel"):
    pytest.importorskip(library)

from o2c import page  # noqa: E402
from o2c.page import intake  # noqa: E402

SAMPLE = Path(__file__).parents[2] / "examples" / "data"
PICTURES = ("ageing", "trend", "flow", "debtors", "forecast", "bottlenecks")


class Read(HTMLParser):
    """The figures of a page by their names, and what was drawn in each picture."""

    def __init__(self) -> None:
        super().__init__()
        self.figures: dict[str, str] = {}
        self.drawn: dict[str, int] = {}
        self._picture = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if name := given.get("data-figure"):
            assert name not in self.figures, name
            self.figures[name] = given["data-value"] or ""
        if (given.get("id") or "").startswith("picture-"):
            self._picture = (given["id"] or "").removeprefix("picture-")
        if "point" in (given.get("class") or "").split():
            self.drawn[self._picture] = self.drawn.get(self._picture, 0) + 1


@pytest.fixture(scope="module")
def told() -> tuple[o2c.Company, date]:
    return intake.read(SAMPLE)


def read(text: str) -> Read:
    parser = Read()
    parser.feed(text)
    return parser


def expected(figures: page.Figures) -> dict[str, str]:
    """What the page must say, from the reports alone."""
    now = figures.now
    named = ("receivables", "overdue", "sales", "collected", "overdue_percent")
    named += ("days_sales_outstanding", "best_possible", "average_days_delinquent")
    named += ("collection_effectiveness", "days_beyond_terms")
    say = {f"now.{name}": str(getattr(now, name)) for name in named}
    (row,) = figures.aged.totals
    say |= {"ageing.not_due": str(row.not_due), "ageing.credits": str(row.credits)}
    say |= {f"ageing.bucket.{place}": str(cell) for place, cell in enumerate(row.buckets)}
    say["ageing.total"] = str(row.total)
    for month in figures.months:
        for name in ("sales", "collected", "overdue", "days_sales_outstanding"):
            say[f"month.{month.until}.{name}"] = str(getattr(month, name))
    for debtor in figures.cycle.largest_debtors:
        say[f"debtor.{debtor.customer}.open"] = str(debtor.open)
        say[f"debtor.{debtor.customer}.overdue"] = str(debtor.overdue)
    say["forecast.overdue"] = str(figures.forecast.overdue)
    for week in figures.forecast.periods:
        say[f"forecast.{week.until}.due"] = str(week.due)
        say[f"forecast.{week.until}.expected"] = str(week.expected)
    say["forecast.due_later"] = str(figures.forecast.due_later)
    say["forecast.expected_later"] = str(figures.forecast.expected_later)
    for wait in figures.process.transitions[:10]:
        say[f"wait.{wait.after}.{wait.to}"] = str(wait.mean_days)
    return say


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_figure_is_the_reports(told: tuple[o2c.Company, date], language: str) -> None:
    company, last_on = told
    text = page.page(company, last_on, language=language)  # type: ignore[arg-type]
    assert read(text).figures == expected(page.collected(company, last_on))
    for remote in ('src="http', "src='http", '<link rel="stylesheet"', "@import"):
        assert remote not in text.split("</script>", 1)[1], "the page needs a network"


def test_the_balances_of_the_page_are_one_figure(told: tuple[o2c.Company, date]) -> None:
    company, last_on = told
    figures = page.collected(company, last_on)
    (row,) = figures.aged.totals
    assert row.total == figures.now.receivables == figures.cycle.control_account
    assert figures.forecast.open == row.total


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_picture_is_drawn(
    told: tuple[o2c.Company, date], language: str, tmp_path: Path
) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        warnings.warn("there is no chromium: the pictures are NOT looked at", stacklevel=1)
        pytest.skip("there is no chromium")
    company, last_on = told
    file = tmp_path / "page.html"
    text = page.page(company, last_on, language=language)  # type: ignore[arg-type]
    file.write_text(text, encoding="utf-8")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    shown = subprocess.run(
        [browser, *quiet, "--virtual-time-budget=20000", "--dump-dom", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    seen = read(shown.stdout)
    assert set(seen.drawn) == set(PICTURES), shown.stderr[-500:]
    figures = page.collected(company, last_on)
    assert seen.figures == expected(figures)
    (row,) = figures.aged.totals
    assert seen.drawn["ageing"] == len(row.buckets) + 2
    assert seen.drawn["flow"] == 2 * len(figures.months)
    assert seen.drawn["debtors"] == 2 * len(figures.cycle.largest_debtors)


def test_a_fault_in_a_file_names_its_place(tmp_path: Path) -> None:
    for file in SAMPLE.glob("*.csv"):
        shutil.copy(file, tmp_path)
    orders = tmp_path / "orders.csv"
    orders.write_text(orders.read_text().replace("2024-01-08", "2024-02-30", 1))
    with pytest.raises(o2c.InputError) as no:
        intake.read(tmp_path)
    assert no.value.path == "orders.csv, line 2, column order_date"


def test_another_language_is_refused(told: tuple[o2c.Company, date]) -> None:
    company, last_on = told
    with pytest.raises(o2c.InputError):
        page.page(company, last_on, language="la")  # type: ignore[arg-type]


def test_the_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from o2c.__main__ import main

    out = tmp_path / "page.html"
    assert main(["report", str(SAMPLE), "--out", str(out), "--language", "fr"]) == 0
    assert "Balance âgée" in out.read_text(encoding="utf-8")
    assert main(["report", str(tmp_path / "nowhere")]) == 1
    assert "nowhere" in capsys.readouterr().err

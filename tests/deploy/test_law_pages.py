"""`docs/law/`: what the pages say of a rule, a paragraph, a group, a policy value, a life."""

from datetime import date
from pathlib import Path

import pytest

from contracts.types import Group
from deploy.embedded.home import REPOSITORY
from deploy.law.pages import acts, groups, index, marks, policy, rule, service, stories
from deploy.law.pages.place import SHOWN
from deploy.law.pages.source import Source, read
from deploy.law.registered import registered
from deploy.law.stories import Story
from deploy.law.tables import Table
from shared.law.citation import BAB, V1, cited
from shared.law.rule import Applied, Rule, applied

LENGTH = "services.deadlines.rules.length"
SCENARIO = """
law: [DL-01]
citizens: {anna: {group: G1}}
steps:
  - {at: 2024-03-04T10:00, from: jobcentre-46100, send: SetDeadline, citizen: anna, due: 2024-03-11}
  - {at: 2024-03-04T10:00, expect: CommandRefused, citizen: anna, code: DEADLINE_TOO_SHORT, basis: [DL-01]}
  - {at: 2024-03-04T11:00, from: jobcentre-46100, send: SetDeadline, citizen: anna, due: 2024-03-12}
  - {at: 2024-03-04T11:00, expect: DeadlineSet, citizen: anna, hold_by: 2024-03-19, basis: [DL-01, GUI-01]}
"""


def long_enough() -> Applied:
    """At least eight days (*mindst 8 dage*).

    The day of publication is not counted.
    """
    return applied("ok")


long_enough.__module__ = LENGTH
OLD = Rule("DL-01", (V1("2.2"),), frozenset({"G1"}), date(2016, 9, 1), date(2020, 12, 31), long_enough)
NEW = Rule(
    "DL-01", (BAB("§ 44", stk=1), V1("2.2")), frozenset({"G4o", "G10", "G2"}), date(2021, 1, 1), None, long_enough, "on"
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Tables and one scenario."""
    tables = tmp_path / "tests/law/deadlines"
    tables.mkdir(parents=True)
    (tables / "DL-01.yaml").write_text("- {name: enough, outcome: ok, visible_on: 2024-03-04, due: 2024-03-12}\n")
    (tables / "DL-01.leap.yaml").write_text(
        f"function: {LENGTH}.long_enough\n---\n- {{name: a | b, outcome: no, day: 2023-02-29}}\n"
    )
    (tables / "DL-02.yaml").write_text("- {name: of another rule, outcome: ok}\n")
    (tmp_path / "tests/scenarios").mkdir()
    (tmp_path / "tests/scenarios/seven-days-are-too-few.yaml").write_text(SCENARIO)
    return tmp_path


def source(root: Path, *rules: Rule) -> Source:
    found = read(root)
    return Source(rules, found.entries, found.tables, found.stories, found.effects)


def test_the_index_has_a_line_for_each_version_of_a_rule(repository: Path) -> None:
    rows = [line for line in index.page(source(repository, OLD, NEW)).splitlines() if line.startswith("| [")]
    link = "| [DL-01](deadlines.md#dl-01) | At least eight days (*mindst 8 dage*). |"
    assert rows == [
        f"{link} V1 2.2 | G1 | 2016-09-01 | 2020-12-31 |",
        f"{link} BAB § 44, stk. 1; V1 2.2 | G2, G4o, G10 | 2021-01-01 | – |",
    ]


def test_a_rule_shows_its_basis_its_tables_and_what_the_scenarios_show_to_follow(repository: Path) -> None:
    page = service.page(source(repository, NEW), "deadlines")
    assert "- BAB § 44, stk. 1: *Bekendtgørelse om en aktiv beskæftigelsesindsats*" in page
    assert "- In force: from 2021-01-01\n- Judged by the law of: `on`\n" in page
    assert f"- Code: `{LENGTH}.long_enough`" in page
    assert "| name | visible_on | due | outcome |\n|---|---|---|---|\n| enough | 2024-03-04 | 2024-03-12 | ok |" in page
    assert f"`{LENGTH}.long_enough`:\n" in page
    assert "| a \\| b | 2023-02-29 | false |" in page
    assert "refused with `DEADLINE_TOO_SHORT`; **DeadlineSet**, Book on or before `due`" in page
    assert "[Seven days are too few](stories.md#seven-days-are-too-few)" in page
    assert "of another rule" not in page


def test_two_versions_of_a_rule_stand_side_by_side(repository: Path) -> None:
    page = rule.told(source(repository, OLD, NEW), "DL-01")
    assert "|  | 2016-09-01 | 2021-01-01 |" in page
    assert "| in force | from 2016-09-01 until and including 2020-12-31 | from 2021-01-01 |" in page


def test_from_a_paragraph_one_comes_to_the_rules_that_rest_on_it_with_examples_and_lives(repository: Path) -> None:
    pages = dict(acts.pages(source(repository, NEW)))
    place = pages["paragraphs-bab.md"].split("\n## ")
    [section] = [each for each in place if each.startswith("BAB § 44, stk. 1\n")]
    assert "### DL-01 Fastsættelse" in section
    assert "of deadlines; from 2021-01-01; G2, G4o, G10" in section
    assert "| enough | 2024-03-04 | 2024-03-12 | ok |" in section
    assert "Lives: [Seven days are too few]" in section
    assert "[BAB § 44, stk. 1](paragraphs-bab.md#bab--44-stk-1)" in pages["paragraphs.md"]


def test_under_a_paragraph_each_version_has_all_its_words_and_its_own_examples(repository: Path) -> None:
    def before() -> Applied:
        """No limit."""
        return applied("ok")

    before.__module__, before.__qualname__ = LENGTH, "before"
    old = Rule("DL-01", (BAB("§ 44", stk=1),), frozenset({"G1"}), date(2016, 9, 1), date(2020, 12, 31), before)
    tables = repository / "tests/law/deadlines"
    (tables / "DL-01.yaml").write_text(f"function: {LENGTH}.before\n---\n- {{name: of old, outcome: ok}}\n")
    page = dict(acts.pages(source(repository, old, NEW)))["paragraphs-bab.md"]
    order = (
        "No limit.",
        "| of old | ok |",
        "At least eight days",
        "The day of publication is not counted.",
        "| a \\| b |",
    )
    assert sorted(map(page.index, order)) == list(map(page.index, order))


def test_a_rule_stands_once_on_an_acts_page_and_later_with_the_examples_that_name_the_paragraph(
    repository: Path,
) -> None:
    rows = [
        *({"name": f"row {each}", "outcome": "ok"} for each in range(SHOWN)),
        {"name": "own", "outcome": "BAB § 45"},
    ]
    rule = Rule("DL-01", (BAB("§ 44"), BAB("§ 45"), BAB("§ 46")), NEW.groups, NEW.since, None, long_enough)
    read_in = source(repository, rule)
    given = Source(read_in.rules, read_in.entries, [Table("deadlines", "DL-01", None, rows)], [], {})
    page = dict(acts.pages(given))["paragraphs-bab.md"].split("\n## ")
    first, named, unnamed = (next(each for each in page if each.startswith(f"BAB § {nr}\n")) for nr in (44, 45, 46))
    assert "The day of publication is not counted." in first and "| own |" not in first
    assert "As under [BAB § 44]" in named and "| own | BAB § 45 |" in named and "row" not in named
    assert "As under [BAB § 44]" in unnamed and "|" not in unnamed


def test_under_a_paragraph_stand_the_versions_that_cite_it_and_all_where_only_the_catalogue_does(
    repository: Path,
) -> None:
    both = (BAB("§ 46"), BAB("§ 45"))
    old = Rule("DL-01", both[:1], OLD.groups, OLD.since, OLD.until, long_enough)
    new = Rule("DL-01", both, NEW.groups, NEW.since, None, long_enough)
    told = dict(acts.pages(source(repository, old, new)))["paragraphs-bab.md"].split("\n## ")
    sections = {each.partition("\n")[0]: each for each in told}
    assert "from 2016-09-01" not in sections["BAB § 45"] and "from 2021-01-01" in sections["BAB § 45"]
    assert "As under [BAB § 44, stk. 1]" in sections["BAB § 46"]
    assert "from 2016-09-01" in sections["BAB § 44, stk. 1"] and "from 2021-01-01" in sections["BAB § 44, stk. 1"]


def test_the_first_lives_stand_under_a_paragraph_and_the_others_are_counted(repository: Path) -> None:
    rules = source(repository, NEW)
    touching = [Story(f"touches-{each}", (), {}, ({"rule": "DL-01"},)) for each in range(SHOWN)]
    about = Story("is-about-it", ("DL-01",), {}, ())
    given = Source(rules.rules, rules.entries, [], [*touching, about], {})
    [lives] = [each for each in dict(acts.pages(given))["paragraphs-bab.md"].splitlines() if each.startswith("Lives: ")]
    assert lives.startswith("Lives: [Is about it]")
    assert lives.count("stories.md") == SHOWN
    assert lives.endswith(", and 1 more with [DL-01](deadlines.md#dl-01).")


def test_the_groups_are_told_in_words() -> None:
    assert set(groups.WHO) == set(Group)
    everybody = Rule("DL-01", (V1("2.2"),), frozenset(Group) - {Group.G6}, date(2021, 1, 1), None, long_enough)
    assert marks.groups(everybody) == "all but G6"
    assert marks.groups(NEW) == "G2, G4o, G10"


def test_a_rule_that_nothing_is_done_about_says_so_in_the_list_of_paragraphs(repository: Path) -> None:
    overview = dict(acts.pages(source(repository, NEW)))["paragraphs.md"]
    assert "FORM-01 Første ved personligt fremmøde (not yet)" in overview
    assert "TG-06 Rådighedssamtaler (not operative)" in overview
    assert "DL-01 Fastsættelse |" in overview or "DL-01 Fastsættelse;" in overview


def test_a_life_has_a_sentence_for_a_title() -> None:
    assert Story("a-fund-s-own-deadline", (), {}, ()).title == "A fund's own deadline"


def test_paragraphs_stand_in_the_order_of_the_act() -> None:
    places = ["BAB § 27 a", "BAB § 27, stk. 2", "BAB § 9", "LAB § 106", "BAB § 27", "BAB §§ 40-43"]
    told = [str(each) for each in sorted(map(cited, places), key=acts.natural)]
    assert told == ["LAB § 106", "BAB § 9", "BAB § 27", "BAB § 27, stk. 2", "BAB § 27 a", "BAB §§ 40-43"]


def test_a_story_is_told_without_yaml(repository: Path) -> None:
    page = stories.page(source(repository, NEW))
    assert "- 2024-03-04 11:00: jobcentre-46100 sends **SetDeadline** for *anna* (due 2024-03-12)" in page
    assert "- 2024-03-04 11:00: **DeadlineSet** *anna* (hold_by 2024-03-19) — DL-01, GUI-01" in page


def test_a_story_names_the_day_and_leaves_out_what_only_refers_to_another_step(repository: Path) -> None:
    told = "{at: 2024-03-08T10:00, expect: SelfBookingExempted, citizen: anna, on: 2024-03-08, right: $told.right}"
    (repository / "tests/scenarios/exempt.yaml").write_text(f"steps: [{told}]\n")
    page = stories.page(source(repository, NEW))
    assert "- 2024-03-08 10:00: **SelfBookingExempted** *anna* (on 2024-03-08)\n" in page


def test_a_group_has_the_days_on_which_its_rules_change(repository: Path) -> None:
    rows = list(groups.timeline([OLD, NEW]))
    assert [(day, bool(begins), bool(ends)) for day, begins, ends in rows] == [
        ("2016-09-01", True, False),
        ("2021-01-01", True, True),
    ]


def test_a_policy_value_stands_with_its_rules_and_its_words(tmp_path: Path) -> None:
    file = tmp_path / "policy.py"
    file.write_text('A, B = 1, 2\n"""DL-01, AMB. Or three."""\nC: int = 5\nD = {"x"}\n"""No rule."""\n')
    said = "DL-01, AMB. Or three."
    assert list(policy.values(file)) == [
        ("A", "1", said),
        ("B", "2", said),
        ("C", "5", "No rule."),
        ("D", "{'x'}", "No rule."),
    ]


def test_every_rule_of_the_services_says_what_it_says_and_cites_what_it_rests_on() -> None:
    assert registered()
    for each in registered():
        assert each.citations, each.id
        assert each.apply.__doc__, each.id
        assert each.groups, each.id


def test_every_paragraph_that_the_code_cites_has_a_page() -> None:
    places = acts.cited_by(read(REPOSITORY))
    told = "\n".join(text for _, text in acts.pages(read(REPOSITORY)))
    assert [str(place) for place in places if f"\n## {place}\n" not in told] == []

"""The search as a user meets it, over http and from file://: finding, keyboard, IME, arrival, speech, axe."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from qingdan.search_index import Entry, index_script, page_entries
from tests.browser.work_page import CLEAN, axe_in_both_schemes

START = "rectify/deadlines.html"
# What is found asks nothing of the place; that the index loads from a folder, the other tests show.
HTTP = pytest.mark.parametrize("site_url", ["http"], indirect=True)
HEADINGS = {"页面", "章节", "清单条目", "表单", "时间节点", "职责", "问答", "术语", "讲话要点", "外部事实"}
ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)

# The markup, and how many text nodes it consists of: marks cut them, and have to mend them.
ARTICLE_AS_NODES = """() => {
  const article = document.querySelector("article");
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (walker.nextNode()) count++;
  return [count, article.innerHTML];
}"""


def open_search(page: Page, site_url: str, query: str = "") -> Locator:
    """Open the search by its key on a page, type a query, and return the text field."""
    page.goto(site_url + START)
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    if query:
        type_query(page, query)
    return field


def type_query(page: Page, query: str) -> None:
    """Replace the query and wait until its results, or their absence, are shown."""
    page.get_by_role("combobox").fill(query)
    expect(page.locator(".qd-search__status")).to_have_text(re.compile("找到"))


def results(page: Page) -> Locator:
    """The results proper, without the lines that offer the rest of a group."""
    return page.locator("a[role=option]")


def build_whole_list(page: Page) -> None:
    """What lies below the screen follows in pieces; the way from the first result up needs all of it."""
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")


def groups(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("group")


def active(page: Page) -> Locator:
    return page.locator("[role=option][aria-selected=true]")


# ---- Opening and closing


def test_keys_and_the_button_open_it_and_whatever_closes_it_gives_the_focus_back(
    page: Page, site_url: str
) -> None:
    page.goto(site_url + START)
    shown, field = page.get_by_role("dialog", name="全站搜索"), page.get_by_role("combobox")
    link, button = page.locator("article a").first, page.get_by_role("button", name="搜索")
    for keys in ("/", "Control+k", "Meta+k"):
        link.focus()
        page.keyboard.press(keys)
        expect(shown).to_be_visible()
        expect(field).to_be_focused()
        expect(field).to_have_value("")  # the key itself is no query
        page.keyboard.press("Escape")
        expect(page.locator("dialog.qd-search")).to_be_hidden()
        expect(link).to_be_focused()
    button.click()
    expect(field).to_be_focused()
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("dialog.qd-search")).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.mouse.click(20, 700)  # beside it
    expect(page.locator("dialog.qd-search")).to_be_hidden()


def test_a_slash_in_a_text_field_is_a_slash(page: Page, site_url: str) -> None:
    page.goto(site_url + START)
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('afterbegin', '<textarea></textarea>')"
    )
    page.locator("article textarea").press("/")
    page.locator("article textarea").press("Control+k")
    expect(page.locator("article textarea")).to_have_value("/")
    expect(page.locator("dialog.qd-search")).to_be_hidden()


def test_examples_are_shown_first_and_can_be_pressed(page: Page, site_url: str) -> None:
    field = open_search(page, site_url)
    for example in ("签字背书", "旬", "S0-3.1-2"):
        expect(page.get_by_role("button", name=example, exact=True)).to_be_visible()
    page.get_by_role("button", name="S0-3.1-2", exact=True).click()
    expect(field).to_be_focused()
    expect(results(page).first).to_contain_text("S0-3.1-2")
    page.get_by_role("button", name="清空").click()
    expect(field).to_have_value("")
    expect(page.get_by_role("button", name="签字背书", exact=True)).to_be_visible()


def test_the_last_query_is_kept_for_the_session(page: Page, site_url: str) -> None:
    open_search(page, site_url, "销号")
    page.keyboard.press("Escape")
    page.goto(site_url + "index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_have_value("销号")
    expect(results(page).first).to_be_visible()
    page.keyboard.insert_text("旬")  # the old query is selected: typing replaces it
    expect(page.get_by_role("combobox")).to_have_value("旬")


# ---- Finding


def test_an_id_is_found_first_however_it_is_typed(page: Page, site_url: str) -> None:
    open_search(page, site_url)
    for query, anchor in (
        ("S0-3.1-2", "S0-3.1-2"),
        ("s0-3.1-2", "S0-3.1-2"),
        ("Q03-07", "Q03-07"),
        ("Ｓ０－３．１－２", "S0-3.1-2"),  # full-width, as an input method may write it
        ("q03-07", "Q03-07"),
        ("S0—3.1—2", "S0-3.1-2"),  # its dash
    ):
        type_query(page, query)
        expect(active(page).locator(".qd-search__ref")).to_have_text(anchor)
        assert (results(page).first.get_attribute("href") or "").endswith(f"#{anchor}"), query


@HTTP
def test_every_result_shows_the_word(page: Page, site_url: str) -> None:
    open_search(page, site_url)
    for query in ("签字背书", "字背", "旬", "两个月", "9704", "Excel", "xlsx", "12", "Q0"):
        type_query(page, query)
        expect(results(page).first.locator("mark").first).to_have_text(query, ignore_case=True)
        build_whole_list(page)
        for result in results(page).all():
            marks = {mark.lower() for mark in result.locator("mark").all_text_contents()}
            assert marks == {query.lower()}, result.text_content()


@HTTP
def test_all_words_have_to_occur(page: Page, site_url: str) -> None:
    open_search(page, site_url, "签字")
    signed = found_paths(page, "签字")
    type_query(page, "签字 台账")
    both = found_paths(page, "签字 台账")
    assert both
    assert both == found_paths(page, "台账　签字")  # in any order, whatever the space
    assert both <= signed & found_paths(page, "台账")
    build_whole_list(page)
    for result in results(page).all():
        marks = set(result.locator("mark").all_text_contents())
        # The words of a page may stand in several sections, of which one is shown.
        of_page = result.locator("xpath=..").get_attribute("aria-labelledby") == "qd-search-kind-page"
        assert marks if of_page else {"签字", "台账"} <= marks, result.text_content()


def find(page: Page, query: str, entries: list[Entry]) -> list[str]:
    """What a query finds in these entries, as "kind title", best first."""
    found = page.evaluate(
        """([query, script]) => {
          const { prepare, find, wordsOf } = Qingdan.lib.search;
          const entries = prepare(new Function(script + "return QINGDAN_SEARCH")());
          return find(entries, wordsOf(query)).flatMap(group => group.found).map(e => `${e.kind} ${e.title}`);
        }""",
        [query, index_script(entries)],
    )
    assert isinstance(found, list)
    return found


@HTTP
def test_a_page_is_found_by_words_of_different_sections(page: Page, site_url: str) -> None:
    page.goto(site_url + START)
    entries = [
        Entry("page", "时限", "a.html", "最粗写到旬。"),
        Entry("page", "别页", "b.html", "旬。"),
        Entry("section", "报告", "a.html#1", "每月一次。", "时限"),
        Entry("section", "分几档", "a.html#2", "三档。", "时限"),
    ]
    assert find(page, "旬 每月", entries) == ["page 时限"]
    assert find(page, "报告 每月", entries) == ["section 报告", "page 时限"]
    assert find(page, "旬 每年", entries) == []
    # The context may help, but not alone: else the name of a page would find each of its sections.
    assert find(page, "时限 三档", entries) == ["section 分几档", "page 时限"]
    assert find(page, "时限", entries) == ["page 时限"]


@HTTP
def test_titles_stand_before_texts_and_early_places_before_late_ones(page: Page, site_url: str) -> None:
    page.goto(site_url + START)
    entries = [
        Entry("page", "报告", "a.html", "末尾才说销号"),
        Entry("page", "问责", "b.html", "销号在前"),
        Entry("page", "怎样销号", "c.html"),
        Entry("page", "销号程序", "d.html"),
        Entry("term", "销号", "e.html#x", "改到位的去掉编号"),
        Entry("fact", "公示", "f.html#S0-1-1", "销号之后"),
    ]
    by_rank = ["term 销号", "page 销号程序", "page 怎样销号", "page 问责", "page 报告", "fact 公示"]
    assert find(page, "销号", entries) == by_rank
    assert find(page, "s0-1-1", entries) == ["fact 公示"]


@HTTP
def test_an_exact_question_or_term_stands_first_and_every_kind_in_its_place(
    page: Page, site_url: str
) -> None:
    page.goto(site_url + START)
    entries = [
        Entry("page", "Q10 旬报清单", "a.html"),
        Entry("section", "旬报写什么？", "b.html#x"),
        Entry("milestone", "T01-06 旬报", "c.html#T01-06"),
        Entry("duty", "M16 旬报", "d.html#M16"),
        Entry("question", "旬报？", "e.html#x"),
        Entry("term", "旬报", "f.html#x"),
        Entry("item", "Q10-05 交一次旬报", "a.html#Q10-05"),
    ]
    exact = ["question 旬报？", "term 旬报", "milestone 旬报", "duty 旬报"]
    assert find(page, "旬报", entries) == [
        *exact,
        "page Q10旬报清单",
        "section 旬报写什么？",
        "item 交一次旬报",
    ]
    assert find(page, "q10", entries) == ["page Q10旬报清单", "item 交一次旬报"]


QUERIES = (
    "签字背书 销号 旬 防反弹 回头看 台账 举一反三 领导小组 民主生活会 五亲自 纸面整改 两个月 半年 一年 "
    "通报 问责 督导 公示 移交 线索 反馈意见 立行立改 第一责任人 主要负责人 整改办 牵头 打印 备份 必 S3"
).split()


# Pages made from data are found by their items, facts and terms, not by every word around them.
GENERATED = (
    "lists/", "stages/", "sources/", "timelines/", "duties/", "compare/differences", "glossary", "rectify/flowchart",
    "workbench", "forms/", "ledger/",
)  # fmt: skip


@HTTP
def test_every_page_that_holds_the_words_is_found(page: Page, site_url: str, built_site: Path) -> None:
    texts = {}
    for file in built_site.rglob("*.html"):
        article = ARTICLE.search(file.read_text(encoding="utf-8"))
        path = file.relative_to(built_site).as_posix()
        if article and file.name != "404.html" and not path.startswith(GENERATED):
            entries = page_entries(article[1], title="", url=path)
            texts[path] = "\n".join(f"{entry.title}\n{entry.text}" for entry in entries)
    open_search(page, site_url, "整改")
    missed = {}
    for query in QUERIES:
        holding = {path for path, text in texts.items() if query.lower() in text.lower()}
        if lost := holding - found_paths(page, query):
            missed[query] = sorted(lost)
    assert not missed


def found_paths(page: Page, query: str) -> set[str]:
    """The pages that any result of a query leads to, without the limit of what is shown."""
    found = page.evaluate(
        """query => {
          const { prepare, find, wordsOf } = Qingdan.lib.search;
          window.prepared = window.prepared || prepare(QINGDAN_SEARCH);
          return find(window.prepared, wordsOf(query)).flatMap(group => group.found.map(entry => entry.path));
        }""",
        query,
    )
    return set(found)


@HTTP
def test_results_are_grouped_and_counted(page: Page, site_url: str) -> None:
    open_search(page, site_url, "整改")
    total = 0
    build_whole_list(page)
    assert groups(page).count() >= 5
    for group in groups(page).all():
        label = group.locator(".qd-search__kind").text_content() or ""
        match = re.fullmatch(r"(\D+)(\d+)", label)
        assert match, label
        assert match[1] in HEADINGS
        total += int(match[2])
        assert group.locator("a[role=option]").count() == min(int(match[2]), 5) or int(match[2]) == 6
    expect(page.locator(".qd-search__status")).to_have_text(f"找到 {total} 条")


@pytest.mark.parametrize("by_key", [True, False])
def test_the_rest_of_a_group_can_be_shown(page: Page, site_url: str, by_key: bool) -> None:
    open_search(page, site_url, "整改")
    group = groups(page).first
    more = group.locator(".qd-search__more")
    count = int(re.sub(r"\D", "", more.text_content() or ""))
    if by_key:
        for _ in range(5):
            page.keyboard.press("ArrowDown")
        expect(more).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
    else:
        more.click()
    expect(group.locator("a[role=option]")).to_have_count(count)
    expect(more).to_have_count(0)
    # One goes on where the line was: on the first result that was hidden.
    expect(group.locator("[role=option]").nth(5)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_be_focused()


@HTTP
def test_without_results_shorter_words_are_offered(page: Page, site_url: str) -> None:
    field = open_search(page, site_url, "签字背书无此词")
    expect(page.locator(".qd-search__status")).to_have_text("没有找到含有“签字背书无此词”的内容。")
    expect(results(page)).to_have_count(0)
    page.get_by_role("button", name="签字背书", exact=True).click()
    expect(field).to_have_value("签字背书")
    expect(results(page).first).to_be_visible()
    type_query(page, "销号 龘龘")
    expect(page.locator(".qd-search__status")).to_have_text("没有找到同时含有这几个词的内容。")
    expect(page.get_by_role("button", name="销号", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="龘龘", exact=True)).to_have_count(0)


@pytest.mark.parametrize("site_url", ["http", "file"], indirect=True)
def test_a_question_in_other_words_finds_what_comes_nearest(page: Page, site_url: str) -> None:
    open_search(page, site_url, "多长时间汇报一次")
    expect(page.locator(".qd-search__status")).to_have_text("没有找到含有“多长时间汇报一次”的内容。")
    near = groups(page).filter(has_text="意思相近的")
    expect(near.locator("a[role=option]").first).to_have_attribute("aria-selected", "true")
    titles = near.locator(".qd-search__title").all_inner_texts()
    assert "多久报一次？" in titles
    assert len(titles) == len(set(titles)) <= 8
    question = near.locator("a[role=option]").filter(has_text="多久报一次？")
    assert question.locator("mark").all_inner_texts()
    # What only the question is made of finds nothing, and neither do other matters.
    type_query(page, "怎么样才可以呢")
    expect(results(page)).to_have_count(0)
    type_query(page, "龘龘靐靐")
    expect(results(page)).to_have_count(0)
    type_query(page, "一把手签什么")
    expect(near.locator("a[role=option]").first).to_contain_text("主要负责人")
    page.get_by_role("combobox").press("Enter")
    expect(page.locator(".qd-marks")).to_contain_text("主要负责人")


@HTTP
def test_what_is_typed_is_never_html(page: Page, site_url: str) -> None:
    open_search(page, site_url, "<img/src=x/onerror=alert(1)>签字")
    expect(page.locator(".qd-search__status")).to_have_text(
        "没有找到含有“<img/src=x/onerror=alert(1)>签字”的内容。"
    )
    assert page.locator("dialog img").count() == 0
    page.goto(f"{site_url}{START}?q=<b>签字 时限#<i>")
    expect(page.locator(".qd-marks")).to_contain_text("“<b>签字 时限”")
    assert page.locator(".qd-marks b").count() == 0


def test_a_missing_index_is_told(page: Page, site_url: str, incidents: list[str]) -> None:
    page.route("**/search/index.js", lambda route: route.abort())
    open_search(page, site_url)
    page.get_by_role("combobox").fill("旬")
    expect(page.locator(".qd-search__status")).to_contain_text("搜索数据没有载入")
    assert all("ERR_FAILED" in incident for incident in incidents)
    incidents.clear()
    page.unroute("**/search/index.js")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.qd-search")).to_be_hidden()
    page.keyboard.press("/")  # another try, without loading the page again
    expect(results(page).first).to_be_visible(timeout=20_000)  # a megabyte, on a busy machine


# ---- Keyboard, input methods, speech


def test_arrows_lead_through_all_groups_and_enter_opens(page: Page, site_url: str) -> None:
    field = open_search(page, site_url, "签字背书")
    expect(active(page)).to_have_count(1)
    seen = [active(page).get_attribute("id")]
    kinds = set()
    for _ in range(12):
        page.keyboard.press("ArrowDown")
        expect(active(page)).to_have_count(1)
        expect(active(page)).to_be_in_viewport()
        seen.append(active(page).get_attribute("id"))
        expect(field).to_have_attribute("aria-activedescendant", seen[-1] or "")
        kinds.add(active(page).locator("xpath=..").get_attribute("aria-labelledby"))
    assert len(set(seen)) == 13
    assert len(kinds) > 1
    page.keyboard.press("ArrowUp")
    expect(active(page)).to_have_attribute("id", seen[-2] or "")
    expect(field).to_be_focused()
    while active(page).get_attribute("href") is None:  # not on the line that shows the rest
        page.keyboard.press("ArrowUp")
    target = active(page).get_attribute("href") or ""
    page.keyboard.press("Enter")
    expect(page).to_have_url(target)


@HTTP
def test_up_from_the_first_result_leads_to_the_last(page: Page, site_url: str) -> None:
    open_search(page, site_url, "整改")
    page.keyboard.press("ArrowUp")  # at once: most results are not built yet
    built = page.get_by_role("option").count()
    page.wait_for_timeout(1000)
    expect(page.get_by_role("option")).to_have_count(built)
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")


@HTTP
def test_an_input_method_is_left_alone_while_composing(page: Page, site_url: str) -> None:
    field = open_search(page, site_url, "签字 ")
    ime = page.context.new_cdp_session(page)
    page.evaluate("addEventListener('keyup', event => event.stopImmediatePropagation(), true)")
    before = page.locator(".qd-search__status").text_content() or ""
    ime.send("Input.imeSetComposition", {"text": "taizhang", "selectionStart": 8, "selectionEnd": 8})
    expect(field).to_have_value("签字 taizhang")
    for key in ("ArrowDown", "Enter"):  # they choose among the input method's candidates
        page.evaluate(
            """key => document.activeElement.dispatchEvent(
              new KeyboardEvent("keydown", {key, isComposing: true, bubbles: true, cancelable: true}))""",
            key,
        )
    expect(page.locator(".qd-search__status")).to_have_text(before)
    expect(results(page).first).to_have_attribute("aria-selected", "true")
    ime.send("Input.insertText", {"text": "台账"})  # commits, and no key follows
    expect(field).to_have_value("签字 台账")
    expect(page.locator(".qd-search__status")).not_to_have_text(before)
    expect(page.locator(".qd-search__status")).to_have_text(re.compile("找到"))
    expect(page.locator("dialog.qd-search")).to_be_visible()


@HTTP
def test_the_count_is_read_out_once_after_typing(page: Page, site_url: str) -> None:
    open_search(page, site_url)
    page.evaluate(
        """() => {
          window.said = [];
          const region = document.querySelector("dialog [role=status]");
          new MutationObserver(() => region.textContent && said.push(region.textContent))
            .observe(region, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.get_by_role("combobox").press_sequentially("签字背书", delay=30)
    shown = page.locator(".qd-search__status").text_content() or ""
    assert re.fullmatch(r"找到 \d+ 条", shown)
    page.wait_for_function("window.said.length > 0")
    page.wait_for_timeout(600)
    assert page.evaluate("window.said") == [f"{shown}，按上下键选择"]


# ---- Arrival


def test_the_page_that_opens_shows_the_words(page: Page, site_url: str) -> None:
    open_search(page, site_url, "S0-3.1-2")
    page.keyboard.press("Enter")
    expect(page.locator(".qd-marks")).to_contain_text("S0-3.1-2")
    target = page.locator('[id="S0-3.1-2"]')
    expect(target).to_be_in_viewport()
    expect(target).to_have_class(re.compile(r"\bqd-found\b"))
    expect(target.locator("mark").first).to_have_text("S0-3.1-2")
    page.keyboard.press("Escape")
    expect(page.locator("article mark.qd-mark")).to_have_count(0)
    expect(target).not_to_have_class(re.compile(r"\bqd-found\b"))
    expect(page.locator(".qd-marks")).to_be_hidden()


def test_marks_are_stepped_through_and_cleared_by_buttons(page: Page, site_url: str) -> None:
    page.goto(site_url + START)
    before = page.evaluate(ARTICLE_AS_NODES)
    page.goto(f"{site_url}{START}?q=整改 时限")
    first = page.locator(".qd-mark--current").first
    expect(first).to_be_in_viewport()
    top = first.bounding_box()
    page.get_by_role("button", name="下一处").click()
    expect(page.locator(".qd-mark--current").first).to_be_in_viewport()
    assert page.locator(".qd-mark--current").first.bounding_box() != top
    assert set(page.locator("article mark.qd-mark").all_text_contents()) == {"整改", "时限"}
    page.get_by_role("button", name="清除标记").click()
    expect(page.locator("article mark.qd-mark")).to_have_count(0)
    assert page.evaluate(ARTICLE_AS_NODES) == before  # nothing is left behind


@HTTP
def test_a_word_is_marked_across_elements_and_line_breaks(page: Page, site_url: str) -> None:
    page.goto(site_url + START)
    page.evaluate(
        """() => {
          document.querySelector("article").innerHTML =
            "<p id=a>要<b>签字</b>背<i>书</i>，签字\\n背书，第 3 条。</p>" +
            "<table><tr><td>签字</td><td>背书</td></tr></table>";
          document.dispatchEvent(new CustomEvent("qingdan:search",
            {cancelable: true, detail: location.href.split(/[?#]/)[0] + "?q=签字背书 第3条#a"}));
        }"""
    )
    marks = page.locator("article mark")
    assert marks.all_text_contents() == ["签字", "背", "书", "签字\n背书", "第 3 条"]
    expect(page.locator(".qd-marks")).to_contain_text("标出 3 处")
    page.keyboard.press("Escape")
    assert page.locator("#a").inner_html() == "要<b>签字</b>背<i>书</i>，签字\n背书，第 3 条。"


@pytest.mark.parametrize("anchor", ["#deep", ""])  # without an anchor the first mark is shown
def test_folded_parts_around_the_target_are_opened(page: Page, site_url: str, anchor: str) -> None:
    page.goto(site_url + START)
    page.evaluate(
        """anchor => {
          document.querySelector("article").insertAdjacentHTML("beforeend",
            "<details><summary>外</summary><details><p id=deep>折起的话</p></details></details>");
          document.dispatchEvent(new CustomEvent("qingdan:search",
            {cancelable: true, detail: location.href.split(/[?#]/)[0] + "?q=折起的话" + anchor}));
        }""",
        anchor,
    )
    expect(page.locator("#deep")).to_be_in_viewport()
    expect(page.locator("details[open]:has(#deep)")).to_have_count(2)


def test_a_result_on_this_page_loads_nothing_again(page: Page, site_url: str) -> None:
    open_search(page, site_url, "时限")
    page.evaluate("window.stillHere = true")
    here = page.locator(f'a[role=option][href*="{START}"][href*="#"]').first
    anchor = unquote((here.get_attribute("href") or "").split("#")[1])
    here.click()
    expect(page.locator("dialog.qd-search")).to_be_hidden()
    expect(page.locator(f'[id="{anchor}"]')).to_be_in_viewport()
    expect(page.locator(f'[id="{anchor}"]')).to_be_focused()
    expect(page.locator("article mark.qd-mark").first).to_be_attached()
    assert page.evaluate("window.stillHere") is True


def test_marks_and_search_are_not_printed(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{START}?q=时限")
    mark = page.locator("article mark.qd-mark").first
    expect(mark).to_be_attached()
    page.emulate_media(media="print")
    for part in (".qd-marks", ".qd-search-button", ".qd-search"):
        expect(page.locator(part)).to_be_hidden()
    assert mark.evaluate("mark => getComputedStyle(mark).backgroundColor") == "rgba(0, 0, 0, 0)"


# ---- For everyone


@pytest.mark.parametrize(("site_url", "width"), [("http", 1280), ("file", 360)], indirect=["site_url"])
def test_axe(
    new_context: Callable[..., BrowserContext], site_url: str, axe: Callable[..., list[str]], width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 740}).new_page()
    open_search(page, site_url)
    found = {"开始": axe_in_both_schemes(page, axe, "dialog[open]")}
    type_query(page, "签字背书")
    page.keyboard.press("ArrowDown")
    found["结果"] = axe_in_both_schemes(page, axe, "dialog[open]")
    type_query(page, "签字背书无此词")
    expect(page.get_by_role("button", name="签字背书", exact=True)).to_be_visible()
    found["没有结果"] = axe_in_both_schemes(page, axe, "dialog[open]")
    type_query(page, "Q03-07")
    results(page).first.click()
    expect(page.locator(".qd-marks")).to_be_visible()
    found["标记"] = axe_in_both_schemes(page, axe)
    assert found == dict.fromkeys(("开始", "结果", "没有结果", "标记"), CLEAN)


@HTTP
def test_on_a_phone_it_fills_the_screen(new_context: Callable[..., BrowserContext], site_url: str) -> None:
    page = new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True).new_page()
    page.goto(site_url + START)
    page.get_by_role("button", name="搜索").tap()
    type_query(page, "整改")
    assert page.locator("dialog.qd-search").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("[role=listbox]").evaluate("list => list.scrollWidth <= list.clientWidth")
    box = page.get_by_role("button", name="关闭").bounding_box()
    assert box
    assert box["height"] >= 24
    assert box["x"] + box["width"] <= 360


def test_without_scripts_there_is_no_button(
    new_context: Callable[..., BrowserContext], site_url: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(site_url + START)
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator(".qd-search-button")).to_be_hidden()
    expect(page.locator(".qd-search")).to_be_hidden()
    expect(page.locator(".qd-marks")).to_be_hidden()


def test_a_broken_widget_spares_the_search(page: Page, site_url: str, incidents: list[str]) -> None:
    page.goto(site_url + START)
    page.evaluate(
        """() => {
          const widget = "<p id=w data-module=broken>部件</p>";
          document.querySelector("article").insertAdjacentHTML("beforeend", widget);
          Qingdan.register("broken", () => { throw new Error("为测试而坏") });
        }"""
    )
    expect(page.locator("#w + .qd-broken")).to_contain_text("没有启动")
    assert len(incidents) == 1
    incidents.clear()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()

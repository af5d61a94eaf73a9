"""What was reported as saved survives the sudden end of the browser, as on a power cut."""

from pathlib import Path

import pytest

import old_chromium
from raw_browser import RawBrowser
from system_parts import system_chromium
from tests.browser.data_page import data_layer, saved_when

TICKS = 200
# Two hundred ticks within a second, as they come from a page: none waits for the one before.
TICK = f"""
window.saved = [];
for (let at = 0; at < {TICKS}; at++) {{
  setTimeout(() => Qingdan.lib.store.patchTick(window.uid, `Q01-${{at}}`, {{state: "done", note: `第 ${{at}} 条`}})
    .then((result) => {{ if (result.saved) window.saved.push(at); }}), at * 4);
}}
0"""
STORED = "uid => Qingdan.lib.store.ticks(uid).then(ticks => [...ticks].map(([id, {state, note}]) => [id, state, note]))"


@pytest.fixture(params=["current", "old"])
def executable(request: pytest.FixtureRequest) -> str:
    """Return the path of the current Chromium, and of an old one where there is one."""
    found = system_chromium() if request.param == "current" else old_chromium.cached()
    if not found:
        pytest.skip("没有这个浏览器（旧版可用 python3 scripts/old_chromium.py 下载）")
    return str(found)


def open_site(executable: str, profile: Path, site_url: str) -> RawBrowser:
    """Start a browser on a profile and open a page with the data layer."""
    browser = RawBrowser(executable, profile)
    browser.go(f"{site_url}index.html")
    browser.evaluate(f"{data_layer()}\n;0")
    return browser


@pytest.mark.parametrize("least", [TICKS, TICKS // 10], ids=["when all are saved", "in the midst"])
def test_saved_ticks_survive_a_kill(executable: str, site_url: str, tmp_path: Path, least: int) -> None:
    browser = open_site(executable, tmp_path, site_url)
    uid = browser.evaluate(
        "Qingdan.lib.store.createUnit({name: '甲单位'}).then(({value}) => { window.uid = value.uid; return value.uid; })"
    )
    first = browser.evaluate(
        "Qingdan.lib.store.patchTick(window.uid, 'Q00-01', {state: 'done', note: '先存的'})"
    )
    assert first["saved"]
    browser.evaluate(TICK)
    saved = browser.evaluate(saved_when(least))
    browser.kill()
    assert len(saved) >= least

    again = open_site(executable, tmp_path, site_url)
    stored = {tuple(tick) for tick in again.evaluate(f"({STORED})('{uid}')")}
    status = again.evaluate("Qingdan.lib.store.status()")
    again.close()
    lost = {("Q00-01", "done", "先存的"), *((f"Q01-{at}", "done", f"第 {at} 条") for at in saved)} - stored
    assert not lost
    assert (status["code"], status["notice"]) == ("ok", "")
    print(f"{Path(executable).parent.name}: {len(saved)} saved, {len(stored) - 1} found")

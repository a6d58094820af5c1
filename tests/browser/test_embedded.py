"""A scene within another page is the stage."""

from playwright.sync_api import Page, expect


def test_an_embedded_scene_opens_as_the_stage_and_fits_a_small_frame(page: Page, app_url: str) -> None:
    page.goto(
        f"{app_url}/_stcore/health"
    )  # a blank page that was another before may load no frame from this machine
    page.set_content(
        f'<iframe src="{app_url}/?scene=example-data&embed=true" width="640" height="480" style="border: 0"></iframe>'
    )
    frame = page.frame_locator("iframe")

    expect(frame.locator("html[data-stage]")).to_have_count(1)
    expect(frame.locator(".question .words")).to_be_visible()
    picture = frame.locator(".player [data-picture]:visible").first
    expect(picture).to_be_visible()

    box = picture.bounding_box()
    assert box is not None
    assert box["height"] > 240, "the picture takes more than half of the frame"
    assert box["x"] + box["width"] <= 650
    expect(frame.locator("[data-testid=stSidebarContent]:visible")).to_have_count(0)


def test_a_page_without_a_scene_stays_a_page_when_it_is_embedded(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/?depth=0&epochs=1&embed=true")

    expect(page.locator(".player[data-drawn]")).to_be_visible()
    expect(page.locator("html[data-stage]")).to_have_count(0)

"""The lab's network on the stage: a list of layers, which grows with the answer, and as the strip says."""

from playwright.sync_api import Page, expect

from ui.lecture.scenes import SCENES


def test_the_answer_adds_a_layer_and_its_activation_to_the_list(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/mnist?scene=lab&stage=1")
    boxes, added = page.locator(".lab .boxes > div"), page.locator(".lab .added")
    page.locator(".question .choices button").first.wait_for()
    expect(boxes).to_have_count(3)
    expect(added).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(boxes).to_have_count(5)
    expect(added).to_have_text(
        ["AffineLayer100 → 100", "ReluLayer", "    AffineLayer(100, 100),", "    ReluLayer(),"]
    )
    page.locator(".strip [data-name=depth] [data-value='3']").click()
    page.locator(".strip [data-name=activation] [data-value='tanh']").click()
    expect(page.locator(".lab .boxes > div b")).to_have_text(
        ["AffineLayer", "TanhLayer"] * 3 + ["AffineLayer"]
    )
    expect(added).to_have_count(4)  # of two lists, the last hidden layer and its activation
    page.locator(".strip [data-name=depth] [data-value='0']").click()
    expect(boxes).to_have_text(["AffineLayer784 → 10"])
    expect(page.locator(".question .answer .right")).to_have_text(SCENES["lab"].questions[0].answer)
    page.keyboard.press("d")  # both plots are details
    expect(page.locator(".lab [data-plot=ends] canvas")).to_be_visible()
    expect(boxes.first).to_be_hidden()

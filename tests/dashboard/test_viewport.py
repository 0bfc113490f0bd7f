"""How wide the reader's screen is taken for before the browser has said so."""

from dashboard.viewport import guessed


def test_a_phone_is_taken_for_narrow_and_any_other_browser_for_wide() -> None:
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    assert guessed(phone)
    assert not guessed(phone.replace(" Mobile", ""))
    assert not guessed("")

"""A call while the database cannot serve it: kindly sent to texts, in every language, and ended."""

from __future__ import annotations

from xml.etree import ElementTree

from sqlalchemy import text

from hotline.services.kernel.app import App
from hotline.web.app import create_app
from tests import conftest, signing, twiml_rules

PATH = "/twilio/voice"


def test_a_call_that_cannot_be_led_is_asked_to_text(app: App) -> None:
    with app.database.writing() as db:
        db.execute(text("ALTER TABLE calls RENAME TO calls_away"))
    pairs = [
        ("AccountSid", conftest.ACCOUNT_SID),
        ("CallSid", "CA" + "0" * 32),
        ("CallStatus", "ringing"),
        ("From", "+9613000001"),
        ("To", conftest.OUR_NUMBER),
    ]
    url = app.settings.public_url + PATH
    answer = (
        create_app(app)
        .test_client()
        .post(
            PATH,
            data=signing.form(pairs),
            headers=signing.headers(conftest.AUTH_TOKEN, url, pairs),
            environ_overrides={"REQUEST_URI": PATH},
        )
    )
    assert answer.status_code == 200
    assert twiml_rules.check(answer.text) == []
    said = ElementTree.fromstring(answer.data)
    assert [verb.tag for verb in said] == ["Say", "Say", "Hangup"]
    assert {verb.get("language") for verb in said if verb.tag == "Say"} == {"arb", "en-US"}

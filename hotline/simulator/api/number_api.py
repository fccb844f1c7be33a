"""The provider's REST API for the account itself and its number, as they were set up; read only."""

from flask import Blueprint, Response, request

from hotline.simulator.api.pagination import answer, not_found, paged
from hotline.simulator.core.resources import API_VERSION
from hotline.simulator.core.settings import SimulatedAccount
from hotline.simulator.core.state import SimulatorState


def number_routes(routes: Blueprint, state: SimulatorState) -> None:
    """Add the routes, under the account's."""

    @routes.get("/IncomingPhoneNumbers.json")
    def list_numbers() -> Response:
        found = [_number(state.account)] if state.account.number else []
        wanted = request.args.get("PhoneNumber")
        found = [one for one in found if wanted in (None, "", one["phone_number"])]
        return answer(paged("incoming_phone_numbers", found))

    @routes.get("/IncomingPhoneNumbers/<sid>.json")
    def fetch_number(sid: str) -> Response:
        found = _number(state.account)
        if sid != found["sid"]:
            raise not_found()
        return answer(found)


def account_resource(account: SimulatedAccount) -> dict[str, object]:
    """The Account resource."""
    return {
        "friendly_name": "local",
        "sid": account.account_sid,
        "status": account.status,
        "type": account.kind,
        "uri": f"/{API_VERSION}/Accounts/{account.account_sid}.json",
    }


def _number(account: SimulatedAccount) -> dict[str, object]:
    """The IncomingPhoneNumber resource, with what was changed in it (`number_changes`)."""
    sid = "PN" + "0" * 22 + account.number.removeprefix("+")[:10].rjust(10, "0")
    resource: dict[str, object] = {
        "account_sid": account.account_sid,
        "api_version": API_VERSION,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "friendly_name": "",
        "phone_number": account.number,
        "sid": sid,
        "sms_application_sid": "",
        "sms_fallback_method": "POST",
        "sms_fallback_url": account.sms_fallback_url,
        "sms_method": "POST",
        "sms_url": account.sms_url,
        "status": "in-use",
        "status_callback": account.voice_status_url,
        "status_callback_method": "POST",
        "trunk_sid": None,
        "uri": f"/{API_VERSION}/Accounts/{account.account_sid}/IncomingPhoneNumbers/{sid}.json",
        "voice_application_sid": "",
        "voice_fallback_method": "POST",
        "voice_fallback_url": "",
        "voice_method": "POST",
        "voice_url": account.voice_url,
    }
    return resource | dict(account.number_changes)

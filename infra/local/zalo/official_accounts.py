"""The OA itself: ``getoa`` (zalo/README.md 7, sample 3)."""

from infra.local.zalo.calls import Call, success
from infra.local.zalo.state import Json


def get_official_account(call: Call) -> Json:
    """GET /v2.0/oa/getoa: both spellings of the id, the type as a number."""
    account = call.account
    government = account.oa_type == 4  # noqa: PLR2004 - 4 is government, zalo/README.md 3.4
    return success(
        {
            "oa_id": account.oa_id,
            "oaid": account.oa_id,
            "name": account.name,
            "description": account.description,
            "oa_alias": "",
            "is_verified": account.verified,
            "oa_type": account.oa_type,
            "cate_name": "Cơ quan nhà nước" if government else "Doanh nghiệp",
            "num_follower": account.followers,
            "avatar": f"https://s160-ava-talk.zadn.vn/oa/{account.oa_id}.jpg",
            "cover": f"https://cover-talk.zadn.vn/oa/{account.oa_id}.jpg",
            "package_name": "" if government else "Toàn diện",
            "package_valid_through_date": "" if government else "31/12/2027",
            "package_auto_renew_date": "",
            "linked_ZCA": "" if call.simulator.settings.zalo_cloud_account == "unlinked" else "1",
        }
    )

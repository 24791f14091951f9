"""Officers with passwords in the local user pool, one per role at the province and at one commune."""

from infra.local.client import Session
from infra.local.state import Officer

PASSWORD = "Loa-phuong-2026!"  # noqa: S105 - of a user pool that lives on this machine only
PROVINCE = "40"
# A unit of the lowest level in each structure: Phường Quang Trung, today Phường Thành Vinh.
COMMUNES = {"2024-09": "40.412.16681", "2024-12": "40.412.16681", "2025-07": "40.16681"}


class OfficersNotEntered(Exception):  # noqa: N818 - read as an outcome
    """The registry did not follow the user pool."""


def officers(structure: str) -> list[Officer]:
    """Return the log-ins for an administrative structure."""
    commune = COMMUNES[structure]
    return [
        Officer("administrator", PASSWORD, "Nguyễn Thị Quản Trị", PROVINCE, ("administrator",)),
        Officer("editor", PASSWORD, "Trần Văn Soạn", PROVINCE, ("editor",)),
        Officer("approver", PASSWORD, "Lê Thị Duyệt", PROVINCE, ("approver",)),
        Officer("viewer", PASSWORD, "Đinh Văn Xem", PROVINCE, ("viewer",)),
        Officer("investigator", PASSWORD, "Vũ Văn Xác Minh", PROVINCE, ("investigator",)),
        Officer("commune-editor", PASSWORD, "Phạm Văn Xã", commune, ("editor",)),
        Officer("commune-viewer", PASSWORD, "Hoàng Thị Xem", commune, ("viewer",)),
        Officer("commune-approver", PASSWORD, "Ngô Thị Phê", commune, ("approver",)),
        Officer("commune-administrator", PASSWORD, "Bùi Văn Chủ", commune, ("administrator",)),
        Officer("commune-investigator", PASSWORD, "Đặng Thị Minh", commune, ("investigator",)),
    ]


def create(aws: Session, pool: str, people: list[Officer]) -> None:
    """Give the user pool these people with password, unit and groups; those who exist are set right."""
    cognito = aws.client("cognito-idp")
    existing = {found["Username"] for found in cognito.list_users(UserPoolId=pool)["Users"]}
    for person in people:
        attributes = [{"Name": "name", "Value": person.name}, {"Name": "custom:unit", "Value": person.unit}]
        named = {"UserPoolId": pool, "Username": person.username}
        if person.username in existing:
            cognito.admin_update_user_attributes(**named, UserAttributes=attributes)
        else:
            # The emulator's own choice of a first password breaks the pool's policy, so it is given one.
            first = {"TemporaryPassword": person.password, "MessageAction": "SUPPRESS"}
            cognito.admin_create_user(**named, UserAttributes=attributes, **first)
        cognito.admin_set_user_password(**named, Password=person.password, Permanent=True)
        for group in person.groups:
            cognito.admin_add_user_to_group(**named, GroupName=group)


def enter(aws: Session, function: str) -> None:
    """Let the registry follow the pool now, not within the hour.

    Raises:
        OfficersNotEntered: with what the function said.
    """
    answer = aws.client("lambda").invoke(FunctionName=function)
    if "FunctionError" in answer:
        raise OfficersNotEntered(answer["Payload"].read().decode())

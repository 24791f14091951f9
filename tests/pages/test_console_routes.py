"""Every page of the console by name: who may open it, and that no form of it is taken from elsewhere.

A new route fails here until `ROUTES` says which permission it needs.
"""

import ast
import re
from typing import Any, Final

import pytest

from infra.local.places import function_package
from loa.foundation.officers.model import ACTIONS_OF, Permission, Role
from loa.foundation.units.store import UnitStore
from loa.web.console import csrf
from loa.web.console.resolver import Console
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.template.reading import functions as declared
from tests.worlds.console import CSRF_SECRET, HOST, ConsoleWorld, set_every_environment
from tests.worlds.doors import http_event, load
from tests.worlds.source import functions as sources

COMMUNE = "40.17506"

EVERYBODY = None
"""Whoever is signed in."""

_READ, _ANSWER = Permission.READ_CONVERSATIONS, Permission.ANSWER_CONVERSATION
_CAMPAIGN: Final = "/console/tham-gia/<campaign_id>"
_ONE: Final = "/console/tin-nhan/<oa_id>/<user_id>"
_SENT: Final = "/console/truyen-thong/<broadcast_id>"
ROUTES: Final[dict[str, dict[str, Permission | None]]] = {
    "privacy": {
        "GET /console/du-lieu": Permission.HANDLE_DATA_REQUESTS,
        "GET /console/du-lieu/o-viec": Permission.HANDLE_DATA_REQUESTS,
        "GET /console/du-lieu/nhat-ky": Permission.READ_READINGS,
        "GET /console/du-lieu/<request_id>": Permission.HANDLE_DATA_REQUESTS,
        "GET /console/du-lieu/<request_id>/thong-tin": Permission.HANDLE_DATA_REQUESTS,
        "POST /console/du-lieu/<request_id>/duyet": Permission.HANDLE_DATA_REQUESTS,
        "POST /console/du-lieu/<request_id>/dung": Permission.HANDLE_DATA_REQUESTS,
        "POST /console/du-lieu/<request_id>/xong": Permission.HANDLE_DATA_REQUESTS,
    },
    "reorganisation": {
        "GET /console/sap-xep": Permission.REORGANISE,
        "POST /console/sap-xep": Permission.REORGANISE,
        "GET /console/sap-xep/<on>": Permission.REORGANISE,
        "GET /console/sap-xep/<on>/don-vi": Permission.REORGANISE,
        "GET /console/sap-xep/<on>/quyet-dinh": Permission.REORGANISE,
        "POST /console/sap-xep/<on>/quyet-dinh": Permission.REORGANISE,
        "POST /console/sap-xep/<on>/goi-y": Permission.REORGANISE,
        "POST /console/sap-xep/<on>/trinh": Permission.REORGANISE,
        "POST /console/sap-xep/<on>/duyet": Permission.REORGANISE,
        "POST /console/sap-xep/<on>/bat-dau": Permission.REORGANISE,
        "POST /console/sap-xep/<on>/tam-dung": Permission.REORGANISE,
    },
    "report": {
        "GET /console/bao-cao": Permission.READ_REPORTS,
        "POST /console/bao-cao": Permission.READ_REPORTS,
        "GET /console/bao-cao/in": Permission.READ_REPORTS,
        "GET /console/bao-cao/vu-viec": Permission.READ_CASES,
        "GET /console/bao-cao/mang-luoi": Permission.READ_OFFICERS,
        "POST /console/bao-cao/mang-luoi": Permission.READ_OFFICERS,
        "GET /console/bao-cao/gop-y/<campaign_id>": Permission.READ_PARTICIPATION,
        "POST /console/bao-cao/gop-y/<campaign_id>": Permission.READ_PARTICIPATION,
        "GET /console/bao-cao/cuoc-thi/<campaign_id>": Permission.READ_PARTICIPATION,
        "POST /console/bao-cao/cuoc-thi/<campaign_id>": Permission.READ_PARTICIPATION,
        "GET /console/bao-cao/khao-sat/<campaign_id>": Permission.READ_PARTICIPATION,
        "POST /console/bao-cao/khao-sat/<campaign_id>": Permission.READ_PARTICIPATION,
        "GET /console/bao-cao/cong-khai": Permission.READ_REPORTS,
        "POST /console/bao-cao/cong-khai": Permission.RELEASE_FIGURES,
        "POST /console/bao-cao/rut-lai": Permission.RELEASE_FIGURES,
    },
    "conversations": {
        "GET /console/tin-nhan": _READ,
        "GET /console/tin-nhan/co-moi": _READ,
        "GET /console/tin-nhan/o-viec": _READ,
        "GET /console/tin-nhan/bay-ngay": _READ,
        "GET /console/tin-nhan/ke-tiep": _READ,
        "GET /console/tin-nhan/mau-cau": _READ,
        "GET /console/tin-nhan/mau-cau/mot": Permission.WRITE_CANNED_ANSWER,
        "POST /console/tin-nhan/mau-cau/mot": Permission.WRITE_CANNED_ANSWER,
        "POST /console/tin-nhan/mau-cau/xoa": Permission.WRITE_CANNED_ANSWER,
        "GET /console/tin-nhan/truc": Permission.READ_OFFICERS,
        "POST /console/tin-nhan/truc": Permission.SET_ON_CALL,
        f"GET {_ONE}": _READ,
        f"GET {_ONE}/moi": _READ,
        f"GET {_ONE}/giao": _ANSWER,
        f"POST {_ONE}/giao": _ANSWER,
        f"POST {_ONE}/chuyen": _ANSWER,
        f"POST {_ONE}/xem": _ANSWER,
        f"POST {_ONE}/tra-loi": _ANSWER,
        f"POST {_ONE}/giu": _ANSWER,
        f"POST {_ONE}/nhuong": _ANSWER,
        f"POST {_ONE}/lam-thay": _ANSWER,
        f"POST {_ONE}/ghi-chu": _ANSWER,
        f"POST {_ONE}/ket-thuc": _ANSWER,
        f"POST {_ONE}/ket-qua": _ANSWER,
    },
    "broadcasts": {
        "GET /console/truyen-thong": Permission.READ_BROADCASTS,
        "GET /console/truyen-thong/o-viec": Permission.READ_BROADCASTS,
        "GET /console/truyen-thong/han-muc": Permission.READ_BROADCASTS,
        "GET /console/truyen-thong/moi": Permission.DRAFT_BROADCAST,
        "POST /console/truyen-thong/moi": Permission.DRAFT_BROADCAST,
        "POST /console/truyen-thong/tu-bai": Permission.DRAFT_BROADCAST,
        "POST /console/truyen-thong/tu-loi": Permission.DRAFT_BROADCAST,
        "GET /console/truyen-thong/gop-loi": Permission.READ_BROADCASTS,
        "GET /console/truyen-thong/hang-tuan": Permission.READ_BROADCASTS,
        "POST /console/truyen-thong/hang-tuan/<series_id>": Permission.SCHEDULE_BROADCAST,
        "GET /console/truyen-thong/<broadcast_id>/hang-tuan": Permission.SCHEDULE_BROADCAST,
        "POST /console/truyen-thong/<broadcast_id>/hang-tuan": Permission.SCHEDULE_BROADCAST,
        "GET /console/truyen-thong/gop-loi/<broadcast_id>": Permission.READ_BROADCASTS,
        "POST /console/truyen-thong/gop-loi/<broadcast_id>": Permission.LOCALISE_BROADCAST,
        "POST /console/truyen-thong/gop-loi/<broadcast_id>/duyet": Permission.APPROVE_LOCALISATION,
        f"GET {_SENT}/gui-cho": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/gui-cho": Permission.DRAFT_BROADCAST,
        f"GET {_SENT}/noi-dung": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/noi-dung": Permission.DRAFT_BROADCAST,
        f"GET {_SENT}/mau": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/mau": Permission.DRAFT_BROADCAST,
        f"GET {_SENT}/thu-vien": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/thu-vien": Permission.DRAFT_BROADCAST,
        f"GET {_SENT}/anh": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/anh": Permission.DRAFT_BROADCAST,
        f"GET {_SENT}/khi-nao": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/khi-nao": Permission.DRAFT_BROADCAST,
        f"GET {_SENT}/xem-lai": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/trinh": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/thu": Permission.DRAFT_BROADCAST,
        f"POST {_SENT}/bo": Permission.DRAFT_BROADCAST,
        f"GET {_SENT}/duyet": Permission.APPROVE_BROADCAST,
        f"POST {_SENT}/duyet": Permission.APPROVE_BROADCAST,
        f"GET {_SENT}/khan-cap": Permission.DECLARE_EMERGENCY,
        f"POST {_SENT}/khan-cap": Permission.DECLARE_EMERGENCY,
        f"GET {_SENT}": Permission.READ_BROADCASTS,
        f"GET {_SENT}/tien-do": Permission.READ_BROADCASTS,
        f"GET {_SENT}/so-gui": Permission.READ_BROADCASTS,
        f"POST {_SENT}/hen-gio": Permission.SCHEDULE_BROADCAST,
        f"POST {_SENT}/tam-dung": Permission.CONTROL_BROADCAST,
        f"POST {_SENT}/gui-tiep": Permission.CONTROL_BROADCAST,
        f"POST {_SENT}/huy": Permission.CANCEL_BROADCAST,
        f"POST {_SENT}/gui-lai": Permission.CONTROL_BROADCAST,
        f"POST {_SENT}/ket-qua": Permission.CONTROL_BROADCAST,
        f"POST {_SENT}/go-bai": Permission.CANCEL_BROADCAST,
        f"GET {_SENT}/sua-bai": Permission.CANCEL_BROADCAST,
        f"POST {_SENT}/sua-bai": Permission.CANCEL_BROADCAST,
    },
    "cases": {
        "GET /console/vu-viec": Permission.READ_CASES,
        "POST /console/vu-viec/giao": Permission.WORK_ON_CASE,
        "GET /console/vu-viec/in": Permission.READ_CASES,
        "POST /console/vu-viec/in": Permission.READ_CASES,
        "GET /console/vu-viec/o-viec": Permission.READ_CASES,
        "GET /console/vu-viec/trao-doi": Permission.EXCHANGE_CASES,
        "POST /console/vu-viec/trao-doi": Permission.EXCHANGE_CASES,
        "GET /console/vu-viec/trao-doi/tep": Permission.EXCHANGE_CASES,
        "GET /console/vu-viec/bay-ngay": Permission.READ_CASES,
        "GET /console/vu-viec/moi": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/moi": Permission.WORK_ON_CASE,
        "GET /console/vu-viec/<case_id>": Permission.READ_CASES,
        "GET /console/vu-viec/<case_id>/phieu": Permission.READ_CASES,
        "GET /console/vu-viec/<case_id>/tep": Permission.READ_CASES,
        "POST /console/vu-viec/<case_id>/buoc": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/<case_id>/mau-cau": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/<case_id>/giao": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/<case_id>/ghi-chu": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/<case_id>/bo-sung": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/<case_id>/da-bao": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/<case_id>/gop": Permission.WORK_ON_CASE,
        "POST /console/vu-viec/<case_id>/tach": Permission.WORK_ON_CASE,
        "GET /console/vu-viec/<case_id>/cong-khai": Permission.RELEASE_CASE,
        "POST /console/vu-viec/<case_id>/cong-khai": Permission.RELEASE_CASE,
        "POST /console/vu-viec/<case_id>/thoi-cong-khai": Permission.RELEASE_CASE,
        "GET /console/vu-viec/<case_id>/da-che": Permission.RELEASE_CASE,
    },
    "library": {
        "GET /console/noi-dung": Permission.READ_LIBRARY,
        "POST /console/noi-dung/nhieu": Permission.READ_LIBRARY,
        "GET /console/noi-dung/nhat-ky": Permission.READ_LIBRARY,
        "GET /console/noi-dung/o-viec": Permission.READ_LIBRARY,
        "GET /console/noi-dung/moi": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/moi": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/tu-loi": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/tu-mau": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/lich": Permission.READ_LIBRARY,
        "GET /console/noi-dung/cam-nang": Permission.READ_LIBRARY,
        "POST /console/noi-dung/cam-nang": Permission.APPROVE_LIBRARY,
        "GET /console/noi-dung/thu-tu": Permission.READ_LIBRARY,
        "POST /console/noi-dung/thu-tu": Permission.APPROVE_LIBRARY,
        "GET /console/noi-dung/trang-web": Permission.READ_LIBRARY,
        "POST /console/noi-dung/trang-web": Permission.APPROVE_HOST,
        "POST /console/noi-dung/trang-web/bo": Permission.APPROVE_HOST,
        "GET /console/noi-dung/tim-kiem": Permission.APPROVE_LIBRARY,
        "POST /console/noi-dung/tim-kiem": Permission.APPROVE_LIBRARY,
        "POST /console/noi-dung/tim-kiem/dung-dau": Permission.APPROVE_LIBRARY,
        "POST /console/noi-dung/tim-kiem/bo": Permission.APPROVE_LIBRARY,
        "GET /console/noi-dung/nhap": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/nhap": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/xuat": Permission.READ_LIBRARY,
        "GET /console/noi-dung/nguon": Permission.READ_LIBRARY,
        "POST /console/noi-dung/nguon": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/nguon/bo": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/tep": Permission.READ_LIBRARY,
        "POST /console/noi-dung/tep/moi": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/tep/tai-len/<path>/<upload_id>": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/tep/lon": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/tep/lon": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/tep/lon/<path>/<upload_id>": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/tep/mot": Permission.READ_LIBRARY,
        "POST /console/noi-dung/tep/mot": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/tep/bo": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/tep/thay": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/tep/mo": Permission.READ_LIBRARY,
        "GET /console/noi-dung/<item_id>/chen": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/<item_id>/chen": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/<item_id>": Permission.READ_LIBRARY,
        "GET /console/noi-dung/<item_id>/trang": Permission.READ_LIBRARY,
        "POST /console/noi-dung/<item_id>/buoc": Permission.READ_LIBRARY,
        "GET /console/noi-dung/<item_id>/khan-cap": Permission.DECLARE_EMERGENCY,
        "POST /console/noi-dung/<item_id>/khan-cap": Permission.DECLARE_EMERGENCY,
        "GET /console/noi-dung/<item_id>/cho-dung": Permission.APPROVE_LIBRARY,
        "POST /console/noi-dung/<item_id>/cho-dung": Permission.APPROVE_LIBRARY,
        "GET /console/noi-dung/<item_id>/lich-su": Permission.READ_LIBRARY,
        "POST /console/noi-dung/<item_id>/khoi-phuc": Permission.WRITE_LIBRARY,
        "GET /console/noi-dung/<item_id>/soan": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/<item_id>/soan": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/<item_id>/giu": Permission.WRITE_LIBRARY,
        "POST /console/noi-dung/<item_id>/lam-thay": Permission.WRITE_LIBRARY,
    },
    "documents": {
        "GET /console/noi-dung/<item_id>/loa": Permission.READ_LIBRARY,
        "GET /console/noi-dung/<item_id>/loa/in": Permission.READ_LIBRARY,
        "GET /console/tai-khoan/<path>/ap-phich": Permission.READ_ACCOUNTS,
    },
    "redaction": {
        "GET /console/vu-viec/<case_id>/che-anh": Permission.RELEASE_CASE,
        "POST /console/vu-viec/<case_id>/che-anh": Permission.RELEASE_CASE,
        "GET /console/vu-viec/<case_id>/che-anh/goc": Permission.RELEASE_CASE,
    },
    "officer": {
        "GET /console/tai-khoan": Permission.READ_ACCOUNTS,
        "GET /console/tai-khoan/o-viec": Permission.READ_ACCOUNTS,
        "GET /console/tai-khoan/bay-ngay": Permission.READ_ACCOUNTS,
        "GET /console/tai-khoan/<path>": Permission.READ_ACCOUNTS,
        "POST /console/tai-khoan/<path>/duong-dan": Permission.CONNECT_ACCOUNT,
        "POST /console/tai-khoan/<path>/xac-nhan": Permission.CONNECT_ACCOUNT,
        "POST /console/tai-khoan/<path>/ngat": Permission.CONNECT_ACCOUNT,
    },
    "participation": {
        "GET /console/tham-gia": Permission.READ_PARTICIPATION,
        "GET /console/tham-gia/o-viec": Permission.READ_PARTICIPATION,
        "GET /console/tham-gia/moi": Permission.WRITE_PARTICIPATION,
        "POST /console/tham-gia/moi": Permission.WRITE_PARTICIPATION,
        "GET /console/tham-gia/cau-hoi": Permission.READ_PARTICIPATION,
        "GET /console/tham-gia/cau-hoi/moi": Permission.WRITE_PARTICIPATION,
        "POST /console/tham-gia/cau-hoi/moi": Permission.WRITE_PARTICIPATION,
        "GET /console/tham-gia/cau-hoi/nhap": Permission.WRITE_PARTICIPATION,
        "POST /console/tham-gia/cau-hoi/nhap": Permission.WRITE_PARTICIPATION,
        "POST /console/tham-gia/cau-hoi/<question_id>/kiem": Permission.APPROVE_PARTICIPATION,
        "POST /console/tham-gia/cau-hoi/<question_id>/bo": Permission.WRITE_PARTICIPATION,
        "POST /console/tham-gia/cau-hoi/<question_id>/het-hieu-luc": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}": Permission.READ_PARTICIPATION,
        f"GET {_CAMPAIGN}/sua": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/sua": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/bo": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dang": Permission.APPROVE_PARTICIPATION,
        f"POST {_CAMPAIGN}/ket-thuc": Permission.APPROVE_PARTICIPATION,
        f"GET {_CAMPAIGN}/tam-dung": Permission.APPROVE_PARTICIPATION,
        f"POST {_CAMPAIGN}/tam-dung": Permission.APPROVE_PARTICIPATION,
        f"POST {_CAMPAIGN}/mo-tiep": Permission.APPROVE_PARTICIPATION,
        f"POST {_CAMPAIGN}/rut": Permission.APPROVE_PARTICIPATION,
        f"GET {_CAMPAIGN}/van-ban": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/van-ban": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/doi-chieu": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/doi-chieu": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/ban-moi": Permission.APPROVE_PARTICIPATION,
        f"GET {_CAMPAIGN}/y-kien": Permission.READ_PARTICIPATION,
        f"POST {_CAMPAIGN}/y-kien": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/gui-di": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/gui-di": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/nhom/<theme_id>": Permission.READ_PARTICIPATION,
        f"POST {_CAMPAIGN}/nhom/<theme_id>": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/loi-noi/<receipt>": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/loi-noi/<receipt>": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/nhap-ho": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/nhap-ho": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/hoi-nghi": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/hoi-nghi": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/hoi-nghi/<conference_id>": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/hoi-nghi/<conference_id>": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/hoi-nghi/<conference_id>/sua": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/hoi-nghi/<conference_id>/sua": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/hoi-nghi/<conference_id>/bo": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/bien-nhan": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/bien-nhan/<receipt>": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/bien-nhan/<receipt>/bo": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/cau": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/cau": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/cau/<number>/bo": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/muc-tieu": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/cau/<number>/muc-tieu": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/thu": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/phieu-giay": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/phieu-giay": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/cong-bo": Permission.APPROVE_PARTICIPATION,
        f"GET {_CAMPAIGN}/dot": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/bo": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/niem-phong": Permission.APPROVE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/boc-tham": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/xac-nhan": Permission.APPROVE_PARTICIPATION,
        f"GET {_CAMPAIGN}/dot/<number>/xem-lai": Permission.READ_PARTICIPATION,
        f"GET {_CAMPAIGN}/dot/<number>/trao-giai": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/trao-giai": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/dot/<number>/can-xem": Permission.READ_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/can-xem/binh-thuong": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/can-xem/de-nghi": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/can-xem/quyet-dinh": Permission.APPROVE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/can-xem/quyet-dinh-lai": Permission.APPROVE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/can-xem/xep-lai": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/dot/<number>/nhap-ho": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/nhap-ho": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/dot/<number>/nhap-ho/<code>": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/nhap-ho/<code>": Permission.WRITE_PARTICIPATION,
        f"GET {_CAMPAIGN}/dot/<number>/nhap-ho/<code>/in": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/cau": Permission.WRITE_PARTICIPATION,
        f"POST {_CAMPAIGN}/dot/<number>/sua-so": Permission.WRITE_PARTICIPATION,
    },
    "people": {
        "GET /console/can-bo": Permission.MANAGE_OFFICERS,
        "GET /console/can-bo/them": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/them": Permission.MANAGE_OFFICERS,
        "GET /console/can-bo/nhieu": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/nhieu": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/phieu": Permission.MANAGE_OFFICERS,
        "GET /console/can-bo/mang-luoi": Permission.MANAGE_OFFICERS,
        "GET /console/can-bo/mang-luoi/nhap": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/mang-luoi/nhap": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/mang-luoi/nhac": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/mang-luoi/xoa": Permission.MANAGE_OFFICERS,
        "GET /console/can-bo/<unit_path>/<officer_id>": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/vai-tro": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/thong-tin": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/mo-khoa": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/chuyen": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/khoa": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/cai-lai-ma": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/xac-nhan": Permission.MANAGE_OFFICERS,
        "POST /console/can-bo/<unit_path>/<officer_id>/bo": Permission.MANAGE_OFFICERS,
    },
    "confidential": {
        "GET /console/to-cao": Permission.READ_CONFIDENTIAL,
        "GET /console/to-cao/o-viec": Permission.READ_CONFIDENTIAL,
        "GET /console/to-cao/<case_id>": Permission.READ_CONFIDENTIAL,
        "GET /console/to-cao/<case_id>/chuyen": Permission.READ_CONFIDENTIAL,
        "GET /console/to-cao/<case_id>/da-xem": Permission.READ_CONFIDENTIAL,
        "POST /console/to-cao/<case_id>/buoc": Permission.READ_CONFIDENTIAL,
        "POST /console/to-cao/<case_id>/gia-han": Permission.READ_CONFIDENTIAL,
        "POST /console/to-cao/<case_id>/chuyen": Permission.READ_CONFIDENTIAL,
        "POST /console/to-cao/<case_id>/duyet-chuyen": Permission.READ_CONFIDENTIAL,
    },
    "session": {
        "POST /console/giu-nhap": EVERYBODY,
        "GET /console": EVERYBODY,
        "GET /console/con": EVERYBODY,
        "GET /console/huong-dan": EVERYBODY,
        "GET /console/huong-dan/in": EVERYBODY,
        "GET /console/huong-dan/anh/<name>": EVERYBODY,
        "GET /console/huong-dan/<task_id>": EVERYBODY,
        "GET /console/toi": EVERYBODY,
        "GET /console/toi/mat-khau": EVERYBODY,
        "POST /console/toi/mat-khau": EVERYBODY,
        "GET /console/toi/ung-dung": EVERYBODY,
        "POST /console/toi/ung-dung": EVERYBODY,
        "POST /console/toi/dang-xuat-may": EVERYBODY,
        "POST /console/toi/dang-xuat-het": EVERYBODY,
        "POST /console/toi/zalo": EVERYBODY,
        "GET /console/thuc-hanh": EVERYBODY,
        "POST /console/thuc-hanh": EVERYBODY,
        "GET /console/xac-nhan": EVERYBODY,
        "POST /console/xac-nhan": EVERYBODY,
        "POST /console/dang-xuat": EVERYBODY,
    },
}
"""Function → route → the permission without which it is refused."""


def _consoles() -> dict[str, str]:
    """Function → the module that makes its console."""
    found = {}
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "console":
                found[str(ast.literal_eval(node.args[0]))] = source.module.removeprefix("functions.")
    return found


CONSOLES: Final = _consoles()
LISTED: Final = [(name, route) for name, routes in ROUTES.items() for route in routes]


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleWorld:
    """A province without anything in it, and every variable that a function is given."""
    UnitStore(open_table("Units")).save_all(UNITS)
    set_every_environment(open_table, monkeypatch)
    return ConsoleWorld(open_table)


def _console(name: str) -> Console:
    """The console of a function with all its routes, loaded anew."""
    load(name)
    module = __import__(CONSOLES[name], fromlist=["app"])
    made = [value for value in vars(module).values() if isinstance(value, Console)]
    assert len(made) == 1, f"{CONSOLES[name]} makes {len(made)} consoles"
    return made[0]


def _address(route: str) -> tuple[str, str]:
    """The method of a route, and an address that it answers."""
    method, _, path = route.partition(" ")
    parts = ["1" if part.startswith("<") else part for part in path.split("/")]
    return method, "/".join(parts)


def test_routes__all_of_every_console__are_listed() -> None:
    assert ROUTES.keys() == CONSOLES.keys()
    for name in CONSOLES:
        app = _console(name)
        present = {f"{each.method} {each.path}" for each in [*app._static_routes, *app._dynamic_routes]}
        assert present == ROUTES[name].keys(), f"{function_package(name)}: list its routes in ROUTES"


def test_every_route__is_one_of_the_gateways() -> None:
    """A page without an event in the template is one that nobody can open."""
    events = {function.name: sorted(function.routes) for function in declared()}
    lost = [
        (name, route)
        for name, route in LISTED
        if not any(_reaches(event, " ".join(_address(route))) for event in events[name])
    ]
    assert lost == []


def _reaches(event: str, asked: str) -> bool:
    """Whether an event such as `GET /console/vu-viec/{proxy+}` takes what is asked for."""
    parts = (re.escape(part).replace("ANY", "[A-Z]+") for part in re.split(r"\{[^}]+\}", event))
    holes = [".+" if "+" in hole else "[^/]+" for hole in re.findall(r"\{[^}]+\}", event)]
    pattern = "".join(f"{part}{hole}" for part, hole in zip(parts, [*holes, ""], strict=True))
    return re.fullmatch(pattern, asked) is not None


@pytest.mark.parametrize(("name", "route"), LISTED)
def test_route__asked_by_whoever_may_not__is_refused(name: str, route: str, world: ConsoleWorld) -> None:
    method, address = _address(route)
    needed, app = ROUTES[name][route], _console(name)
    nobody: Any = app.resolve(http_event(method, address, headers=HOST), None)
    assert (nobody["statusCode"], nobody["headers"]["location"].partition("?")[0]) == (
        303,
        "/console/dang-nhap",
    )
    lacking = [role for role in Role if needed is not None and needed not in ACTIONS_OF[role]]
    for number, role in enumerate(lacking):
        officer = world.officer(f"officer-{number}", COMMUNE, role)
        browser = world.sign_in(officer, app.resolve, factor=True)
        fields = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-12345678"}
        answer = browser.ask(address) if method == "GET" else browser.post(address, fields)
        assert answer["statusCode"] in {403, 404}, role


@pytest.mark.parametrize(("name", "route"), [each for each in LISTED if not each[1].startswith("GET ")])
def test_form__without_the_token_of_its_session__is_refused(
    name: str, route: str, world: ConsoleWorld
) -> None:
    _, address = _address(route)
    app = _console(name)
    officer = world.officer("officer-1", COMMUNE, *(set(Role) - {Role.INVESTIGATOR}))
    browser = world.sign_in(officer, app.resolve, factor=True)
    for token in ("", csrf.masked("00" * 16)):
        assert browser.post(address, {"csrf": token, "khoa": "key-12345678"})["statusCode"] == 403
    good = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-12345678"}
    assert browser.post(address, good, **{"sec-fetch-site": "cross-site"})["statusCode"] == 403

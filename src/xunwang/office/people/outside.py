"""Log-in by an OpenID Connect service: the authorization code flow with PKCE (RFC 6749, RFC 7636, OpenID Connect Core 1.0).

The service says who somebody is; whether that person has an account here was decided here before. None is ever made.
"""

import base64
import hashlib
import json
import logging
import secrets
import time
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.outgoing import Answer, get, post
from xunwang.office.people.audit import log_action
from xunwang.office.people.entering import locked
from xunwang.office.people.models import User

WITHIN = 600
"""Seconds from leaving for the service to coming back."""
_SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with the service's own key: none that is missing, and none made with a secret that we know as well."""
_LEEWAY = 60
_log = logging.getLogger(__name__)


class Leaving(Record, frozen=True):
    """What has to be known of the way out when somebody comes back; it stays in the session."""

    state: str
    nonce: str
    verifier: str
    at: float
    onward: str


class Identity(Record, frozen=True):
    """Who the service says it is: its own lasting name for the person, and what is the account here."""

    subject: str
    account: str


class _Service(Record, frozen=True):
    """`issuer` as the service writes it, with or without the slash at its end, which its tokens repeat."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    by_post: bool


def leave(back: str, onward: str) -> tuple[str, Leaving]:
    """The address to send the browser to, and what to keep meanwhile. Raises OfficeError."""
    service = _service()
    kept = Leaving(_random(), _random(), _random(), time.time(), onward)
    digest = hashlib.sha256(kept.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": back,
        "scope": "openid profile",
        "state": kept.state,
        "nonce": kept.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    sign = "&" if urlsplit(service.authorization_endpoint).query else "?"
    return f"{service.authorization_endpoint}{sign}{urlencode(asked)}", kept


def come_back(kept: Leaving, state: str, code: str, back: str) -> Identity:
    """Exchanges the code and reads the token. Raises OfficeError for whatever does not fit."""
    if not constant_time_compare(kept.state, state) or not 0 <= time.time() - kept.at <= WITHIN:
        raise OfficeError("这次登录已经过期，请重新登录。")
    service = _service()
    said = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": kept.verifier,
    }
    answer = _asked(post(service.token_endpoint, *_request(service, said)))
    return _identity(str(answer.get("id_token") or ""), service, kept.nonce)


def _request(service: _Service, said: dict[str, str]) -> tuple[bytes, dict[str, str]]:
    """The body and the headers, with the office's own name and secret where the service wants them (RFC 6749 §2.3.1)."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    own = {"client_id": settings.OIDC_CLIENT, "client_secret": settings.OIDC_SECRET}
    if not settings.OIDC_SECRET:
        said = said | {"client_id": settings.OIDC_CLIENT}
    elif service.by_post:
        said = said | own
    else:
        pair = ":".join(quote(part, safe="") for part in own.values())
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return urlencode(said).encode(), headers


def _identity(token: str, service: _Service, nonce: str) -> Identity:
    keys = cast("KeySetSerialization", _asked(get(service.jwks_uri)))
    try:
        found = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_SIGNATURES)
        jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": service.issuer},
            aud={"essential": True, "value": settings.OIDC_CLIENT},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(found.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        _log.warning("token of %s refused: %s", service.issuer, error)
        raise OfficeError("认证服务的答复不能确认，没有登录。请重试；仍不行请告诉管理员。") from error
    if found.claims.get("azp", settings.OIDC_CLIENT) != settings.OIDC_CLIENT:
        raise OfficeError("认证服务的答复是给别的系统的，没有登录。")
    account = found.claims.get(settings.OIDC_CLAIM)
    if not isinstance(account, str) or not account.strip():
        raise OfficeError(f"认证服务没有给出“{settings.OIDC_CLAIM}”，不知道对应哪个账号，请告诉管理员。")
    return Identity(str(found.claims["sub"]), account.strip())


@transaction.atomic
def account_of(identity: Identity) -> User:
    """The account here; the first log-in binds it to the person, so that nobody who gets the same name later comes in by it. Raises OfficeError."""
    outside = f"{settings.OIDC_ISSUER} {identity.subject}"
    name = User.normalize_username(identity.account)
    user = User.objects.select_for_update(of=("self",)).filter(username=name, token=None).first()
    if user is None or not user.is_active or locked(user) or user.outside not in {"", outside}:
        raise OfficeError(f"“{name}”在本系统没有可以登录的账号，请联系本单位管理员开通。")
    if not user.outside:
        if User.objects.filter(outside=outside).exists():
            raise OfficeError("您的统一身份已经绑定了本系统的另一个账号，请联系管理员。")
        user.outside = outside
        user.save(update_fields=["outside"])
        log_action("login.bound", user, user=user)
    return user


def _service() -> _Service:
    """What the service says of itself; it has to name itself as we were told to call it. Raises OfficeError."""
    said = _asked(get(f"{settings.OIDC_ISSUER}/.well-known/openid-configuration"))
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    places = [str(said.get(name) or "") for name in names]
    secure = settings.OIDC_ISSUER.startswith("http://") or all(one.startswith("https://") for one in places)
    issuer = str(said.get("issuer") or "")
    if issuer.rstrip("/") != settings.OIDC_ISSUER or not all(places) or not secure:
        raise OfficeError("认证服务的说明与 XUNWANG_OIDC_ISSUER 不符，请告诉管理员。")
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return _Service(issuer, places[0], places[1], places[2], by_post="client_secret_basic" not in ways)


def _asked(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer. Raises OfficeError."""
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        said = None
    if answer.status != 200 or not isinstance(said, dict):
        _log.warning("the service answered %s %s", answer.status, answer.body[:200])
        raise OfficeError("认证服务没有正常答复，请稍后再试，或者用账号和密码登录。")
    return said


def _random() -> str:
    return secrets.token_urlsafe(32)

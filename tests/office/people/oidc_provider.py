"""An OpenID Connect service of its own process, for tests: signs tokens with its key, or spoils them as it is told.

`python oidc_provider.py CLIENT SECRET` prints its port. `GET /be?…` sets who logs in and how the token is spoiled.
"""

import base64
import hashlib
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = sys.argv[1:3]
KEY = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
OTHER = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
now = {"account": "shili", "sub": "s-1", "spoil": ""}
asked: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        said = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path == "/be":
            now.update(said)
            self.answer({})
        elif parts.path == "/.well-known/openid-configuration":
            self.answer(self.about())
        elif parts.path == "/keys":
            self.answer({"keys": [KEY.as_dict(private=False)]})
        else:
            code = f"code-{len(asked)}"
            asked[code] = said
            self.send_response(302)
            self.send_header(
                "Location", f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}"
            )
            self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {name: values[0] for name, values in parse_qs(body).items()}
        was = asked.pop(said.get("code", ""), None)
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        proven = was and was["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            not proven
            or self.headers["Authorization"] != f"Basic {pair}"
            or said["redirect_uri"] != was["redirect_uri"]
        ):
            return self.answer({"error": "invalid_grant"}, 400)
        return self.answer(
            {"access_token": "x", "token_type": "Bearer", "id_token": self.token(was["nonce"])}
        )

    def token(self, nonce: str) -> str:
        moment, spoil = int(time.time()), now["spoil"]
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": now["sub"], "nonce": nonce, "iat": moment, "exp": moment + 300,
            "preferred_username": now["account"],
        }  # fmt: skip
        claims |= {"iss": {"iss": "https://else.example"}, "aud": {"aud": "other"}, "nonce": {"nonce": "old"},
                   "exp": {"exp": moment - 3600}, "azp": {"aud": [CLIENT, "other"], "azp": "other"}}.get(spoil, {})  # fmt: skip
        if spoil == "claim":
            del claims["preferred_username"]
        if spoil == "none":
            parts = ({"alg": "none"}, claims)
            return (
                ".".join(
                    base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts
                )
                + "."
            )
        if spoil == "secret":  # signed with what both sides know
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(SECRET))
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER if spoil == "key" else KEY)

    @property
    def place(self) -> str:
        return f"http://{self.headers['Host']}"

    @property
    def issuer(self) -> str:
        return {"issuer": "https://else.example", "slash": f"{self.place}/"}.get(now["spoil"], self.place)

    def about(self) -> dict[str, str]:
        ends = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        return {"issuer": self.issuer} | {name: f"{self.place}{path}" for name, path in ends.items()}

    def answer(self, said: object, status: int = 200) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", 0), Provider) as listening:
        print(listening.server_address[1], flush=True)
        listening.serve_forever()

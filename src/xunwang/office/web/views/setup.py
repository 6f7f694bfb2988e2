"""The set-up page of the first start, opened by the code that the terminal shows."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from xunwang.office.people.first_start import TRIES, Answer, Founding, found, top_units, tries_left, try_code
from xunwang.office.people.models import Unit, UnitLevel, User


def _text(label: str, missing: str, longest: int, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs=attributes),
        error_messages={"required": missing, "max_length": f"{label}太长，最多 {longest} 个字符。"},
    )


def _password(label: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": missing, "max_length": "密码太长，最多 128 个字符。"},
    )


class FoundingForm(forms.Form):
    code = _text("设置码", "请填写终端里显示的设置码。", 40, autocomplete="off", autocapitalize="characters")
    unit = _text("单位名称", "请填写单位全称。", Unit._meta.get_field("name").max_length or 200)  # noqa: SLF001  # Django's own name for it
    level = forms.ChoiceField(
        label="单位层级",
        choices=[("", "请选择"), *UnitLevel.choices],
        error_messages={"required": "请选择单位层级。", "invalid_choice": "单位层级应从列表中选择。"},
    )
    username = _text("账号", "请填写登录用的账号。", 64, autocomplete="username", autocapitalize="none")
    full_name = _text("姓名", "请填写管理员的姓名。", 64, autocomplete="name")
    password = _password("密码", "请设定密码。")
    again = _password("再输一次密码", "请再输一次密码。")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "password" in given and given.get("again", given["password"]) != given["password"]:
            self.add_error("again", "两次输入的密码不一样，请重新输入。")
        elif "password" in given:
            self._hold_against_the_rules(given["password"])
        return given

    def _hold_against_the_rules(self, password: str) -> None:
        named = {name: self.cleaned_data.get(name, "") for name in ("username", "full_name")}
        unit = Unit(name=self.cleaned_data.get("unit", ""))
        try:
            validate_password(password, User(unit=unit, **named))
        except forms.ValidationError as error:
            self.add_error("password", error)

    def founding(self) -> Founding:
        asked = ("unit", "level", "username", "full_name", "password")
        return Founding(**{name: self.cleaned_data[name] for name in asked})


@never_cache
@sensitive_post_parameters("code", "password", "again")
@login_not_required
def setup(request: HttpRequest) -> HttpResponse:
    """Answers only while nobody has an account; the middleware sees to that."""
    if request.method != "POST":
        return _page(request, FoundingForm(initial=_known_unit()))
    form = FoundingForm(request.POST)
    if form.is_valid() and _code_fits(form):
        user = found(form.founding())
        if user is not None:
            login(request, user)
        return redirect("home")
    return _page(request, form)


def _known_unit() -> dict[str, str]:
    known = top_units()
    return {"unit": known[0].name, "level": known[0].level} if len(known) == 1 else {}


def _code_fits(form: FoundingForm) -> bool:
    answer = try_code(form.cleaned_data["code"])
    if answer is Answer.WRONG:
        form.add_error("code", f"设置码不对，请照终端里显示的重新输入；还可以试 {tries_left()} 次。")
    return answer is Answer.RIGHT


def _page(request: HttpRequest, form: FoundingForm) -> HttpResponse:
    context = {"form": form, "void": not tries_left(), "tries": TRIES}
    return render(request, "web/setup.html", context, status=400 if form.errors else 200)

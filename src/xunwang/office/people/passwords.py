"""Rules for passwords whose words Django does not have in Chinese, or that it does not have (等保 2.0: mixed kinds of signs)."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少要 {self.min_length} 个字符。"

    def get_help_text(self) -> str:
        return f"至少 {self.min_length} 个字符。"


class MixValidator:
    """At least three of the four kinds: capitals, small letters, digits, other signs."""

    least = 3

    def validate(self, password: str, user: object = None) -> None:
        del user
        kinds = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum())
        if sum(any(map(kind, password)) for kind in kinds) < self.least:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        return "密码要含大写字母、小写字母、数字、其他符号中的至少三种。"

"""Who an account is, for every page."""

from django.contrib.auth.backends import ModelBackend

from xunwang.office.people.models import User


class Backend(ModelBackend):
    """Django's own, which reads the unit along with the account: each page and each right asks for it."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

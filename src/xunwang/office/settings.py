"""Settings of the office; every one comes from `XUNWANG_*` in the environment."""

SECRET_KEY = "placeholder until the office lands"  # noqa: S105
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
INSTALLED_APPS: list[str] = []

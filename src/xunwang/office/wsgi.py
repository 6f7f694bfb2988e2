"""Entry point for a server of one's own choice; `xunwang serve` needs none."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunwang.office.settings")
application = get_wsgi_application()

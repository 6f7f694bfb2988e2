from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xunwang.office.web"
    label = "web"
    verbose_name = "网页"

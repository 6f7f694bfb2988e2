from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "xunwang.office.deadlines"
    label = "deadlines"
    verbose_name = "期限"

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "xunwang.office.jobs"
    label = "jobs"
    verbose_name = "后台任务"

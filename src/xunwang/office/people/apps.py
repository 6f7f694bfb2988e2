from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "xunwang.office.people"
    label = "people"
    verbose_name = "人员与单位"

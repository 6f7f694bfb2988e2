from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "xunwang.office.feedback"
    label = "feedback"
    verbose_name = "网民找错"

    def ready(self) -> None:
        """Deadlines follow the working calendar; circulars get a table; what is over is forgotten."""
        from xunwang.office.deadlines.calendars import year_confirmed  # noqa: PLC0415
        from xunwang.office.feedback import cases, handing_in, public  # noqa: F401, PLC0415
        from xunwang.office.feedback.service import count_again  # noqa: PLC0415

        year_confirmed.connect(count_again, dispatch_uid="feedback.count_again")

"""Addresses of the pages about watching and duty."""

from django.urls import path

from xunwang.office.web.views import alerts, duty, patrol, status, watch_acts, watching

WATCHING = [
    path("duty/", duty.duty, name="duty"),
    path("duty/do/<slug:act>/", duty.duty_act, name="duty_act"),
    path("duty/export/", duty.duty_export, name="duty_export"),
    path("trainings/", duty.trainings, name="trainings"),
    path("trainings/papers/<int:key>/", duty.training_paper, name="training_paper"),
    path("patrols/", patrol.patrols, name="patrols"),
    path("patrols/begin/", patrol.begin_patrol, name="begin_patrol"),
    path("patrols/<int:key>/", patrol.patrol, name="patrol"),
    path("patrols/<int:key>/shot/", patrol.patrol_shot, name="patrol_shot"),
    path("patrols/pictures/<int:key>/", patrol.patrol_picture, name="patrol_picture"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/plan/", alerts.plan, name="alert_plan"),
    path("alerts/<int:key>/acknowledge/", alerts.acknowledge, name="acknowledge"),
    path("alerts/seen/<str:token>/", alerts.seen, name="alert_seen"),
    path("watching/", watching.watching, name="watching"),
    path("watching/<uuid:key>/", watching.watched, name="watched"),
    path("watching/<uuid:key>/closures/", watch_acts.plan_closure, name="plan_closure"),
    path("watching/<uuid:key>/addresses/", watch_acts.add_address, name="add_address"),
    path("watching/addresses/<int:key>/stop/", watch_acts.stop_address, name="stop_address"),
    path("watching/points/", watch_acts.vantage_points, name="vantage_points"),
    path("watching/points/<int:key>/do/<slug:act>/", watch_acts.point_act, name="point_act"),
    path("watching/handin/", watch_acts.hand_in, name="hand_in"),
    path("watching/public/", watch_acts.publish_status, name="publish_status"),
    path("closures/<int:key>/paper/", watch_acts.closure_paper, name="closure_paper"),
    path("closures/<int:key>/withdraw/", watch_acts.withdraw_closure, name="withdraw_closure"),
    path("status/", status.statuses, name="statuses"),
    path("status/<int:key>/", status.status, name="status"),
    path("status/<int:key>/<uuid:subject>/", status.site_status, name="site_status"),
]

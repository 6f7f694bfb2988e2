from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.views.generic import RedirectView

from xunwang.office.web.views import audit, campaigns, evidence, registry, setup

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="campaigns"), name="home"),
    path(
        "login/",
        LoginView.as_view(template_name="web/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("setup/", setup.setup, name="setup"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<int:key>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:key>/subjects/<int:row>/", campaigns.subject, name="subject"),
    path("subjects/<int:key>/shot/", evidence.shot, name="shot"),
    path("findings/<int:key>/archive/", evidence.archive, name="archive"),
    path("findings/<int:key>/archive/body/", evidence.archive_body, name="archive_body"),
    path("files/<int:key>/", evidence.file, name="file"),
    path("registry/units/", registry.units, name="units"),
    path("registry/websites/", registry.websites, name="websites"),
    path("registry/accounts/", registry.accounts, name="accounts"),
    path("audit/", audit.audit, name="audit"),
]

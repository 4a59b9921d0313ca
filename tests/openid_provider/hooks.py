"""Where django-oauth-toolkit is told what it serves and what it says of a person."""

from django.contrib.auth import authenticate, login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator
from people import PEOPLE


class Validator(OAuth2Validator):
    """The claims of a Google Workspace or Microsoft 365 account beside the standard's own."""

    oidc_claim_scope = None

    def get_additional_claims(self, request):
        return PEOPLE[request.user.username]


def sign_in(request):
    """A name and a password; then on to where the provider asked for them."""
    user = authenticate(request, username=request.POST.get("username"), password=request.POST.get("password"))
    if user is None:
        return HttpResponse("Who are you?", status=401)
    login(request, user)
    return HttpResponseRedirect(request.GET["next"])


urlpatterns = [path("sign-in", sign_in), path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]

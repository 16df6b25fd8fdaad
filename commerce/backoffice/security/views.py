"""The screen where a member of staff switches the second step on and off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access
from wagtail.log_actions import log

from commerce.customers import second_factor, services
from commerce.customers.errors import TooManyAttempts, WrongCode, WrongCredentials

from .enforcing import HAS_STEP

# As often as the shop's own pages let somebody try a password.
TRIES, SECONDS = 10, 300
PENDING = "second_factor_pending"  # the session keeps what was scanned until a code confirms it


class PasswordForm(forms.Form):
    """Whoever changes how one signs in shows once more who they are."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SwitchOnForm(PasswordForm):
    code = forms.CharField(
        label=gettext_lazy("Code from the app"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@require_admin_access
def security(request: HttpRequest) -> HttpResponse:
    """On: switch off, or get new recovery codes. Off: scan, type a code, and keep the recovery codes."""
    user: Any = request.user
    is_on = second_factor.is_on(user.pk)
    action = request.POST.get("action", "")
    form = (PasswordForm if is_on else SwitchOnForm)(request.POST if action else None)
    codes: Sequence[str] = ()
    if action and form.is_valid():
        try:
            services.count_attempt(scope="password", source=f"for {user.pk}", limit=TRIES, seconds=SECONDS)
            codes = _act(request, action if is_on else "on", form.cleaned_data)
        except TooManyAttempts as refused:
            form.add_error(None, str(refused.message))
        except WrongCredentials:
            form.add_error("password", _("This is not your current password."))
        except WrongCode:
            form.add_error("code", _("This code is not right. Look whether the clock of the phone is."))
        else:
            services.forget_attempts(scope="password", source=f"for {user.pk}")
            if not codes:
                return HttpResponseRedirect(reverse("staff_security"))
    context: dict[str, Any] = {"form": form, "is_on": second_factor.is_on(user.pk), "codes": codes}
    if not context["is_on"]:
        secret = request.session.setdefault(PENDING, second_factor.new_secret())
        context |= {"secret": secret, "picture": mark_safe(second_factor.picture_of(user, secret))}
    return render(request, "backoffice/security.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, action: str, typed: dict[str, Any]) -> Sequence[str]:
    """Do it; recovery codes to show. Raises WrongCredentials, WrongCode."""
    user: Any = request.user
    codes: Sequence[str] = ()
    if action == "on":
        secret = request.session.get(PENDING, "")
        if not secret:
            raise WrongCode
        codes = second_factor.switch_on(
            user_id=user.pk, password=typed["password"], secret=secret, code=typed["code"]
        )
        del request.session[PENDING]
        request.session[HAS_STEP] = True
        messages.success(request, _("From now on you sign in with your password and a code."))
    elif action == "codes":
        codes = second_factor.renew_recovery_codes(user_id=user.pk, password=typed["password"])
    else:
        second_factor.switch_off(user_id=user.pk, password=typed["password"])
        request.session.pop(HAS_STEP, None)
        messages.success(request, _("Your password is enough again."))
    log(instance=user, action=f"qilou.security.{action if action in ('on', 'codes') else 'off'}")
    return codes

"""Which settings there are, and what each is until somebody changes it."""

from collections.abc import Mapping
from typing import Any

DEFAULTS: Mapping[str, Any] = {
    "files_take_effect": "auto",
    "instance_kind": "real",
    "demo_today": None,
    "review_reminder_days": 5,
    "approvals_policy": 1,
    "approvals_standard": 1,
    "approvals_procedure": 1,
    "approvals_guide": 1,
    "approvals_template": 1,
    "policy_approver": "Executive management",
}

"""Which settings there are, and what each is until somebody changes it."""

from collections.abc import Mapping
from typing import Any

APPROVALS = ("approvals_policy", "approvals_standard", "approvals_procedure", "approvals_guide", "approvals_template")
"""How many approvals a text of each kind asks for."""
DEFAULTS: Mapping[str, Any] = {
    "files_take_effect": "auto",
    "instance_kind": "real",
    "demo_today": None,
    "review_reminder_days": 5,
    **dict.fromkeys(APPROVALS, 1),
    "policy_approver": "Executive management",
}

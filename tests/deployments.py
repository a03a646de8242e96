"""The environment of a deployment with real people that may start."""

from __future__ import annotations

SAFE = {
    "APP_ENV": "production",
    "DATA_DIR": "/nowhere/plainpact",
    "PUBLIC_BASE_URL": "https://plans.example.org",
    "MAIL_URL": "smtp://user:s3cret@mail.example.org",
    "SUPPORT_EMAIL": "help@plans.example.org",
    "TRUST_PROXY": "1",
    "SECURITY_CONTACT": "mailto:security@plans.example.org",
    "SECURITY_EXPIRES": "2027-06-30",
}

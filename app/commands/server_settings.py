"""What gunicorn reads at its start: its own lines leave as ours do."""

from app.logs import CONFIG

logconfig_dict = CONFIG

"""The options that MkDocs hands to the plugin."""

from __future__ import annotations

from mkdocs.config import config_options as options
from mkdocs.config.base import Config


class PluginOptions(Config):
    """The plugin's block of `mkdocs.yml`. Defaults and checks are those of `Settings`."""

    path = options.Optional(options.Type((str, list)))
    url = options.Optional(options.Type(str))
    default_profile = options.Optional(options.Type(str))
    timezone = options.Optional(options.Type(str))
    audience = options.Optional(options.Type(str))
    nav = options.Optional(options.Type(bool))
    nav_title = options.Optional(options.Type(str))
    fail_on = options.Optional(options.Type(str))
    rules = options.Optional(options.Type(dict))
    extra_keys = options.Optional(options.Type((str, list)))
    severity_scale = options.Optional(options.Type(dict))
    id_pattern = options.Optional(options.Type(str))
    profiles = options.Optional(options.Type((str, list)))
    registry = options.Optional(options.Type(str))
    action_state = options.Optional(options.Type(str))
    terms = options.Optional(options.Type(dict))
    edit_uri = options.Optional(options.Type(str))
    full_text = options.Optional(options.Type((str, bool)))
    search_bodies = options.Optional(options.Type((str, bool)))
    git_history = options.Optional(options.Type((bool, str)))
    holidays = options.Optional(options.Type(list))
    policies = options.Optional(options.Type(dict))
    exports = options.Optional(options.Type((str, list)))
    limits = options.Optional(options.Type(dict))

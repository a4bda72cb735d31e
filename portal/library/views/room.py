"""The blueprint that every view of this room hangs on."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from portal.library.views.codes import CodeConverter, VersionConverter, small_letters

blueprint = Blueprint("library", __name__)
blueprint.before_request(small_letters)


def _teach_addresses(state: BlueprintSetupState) -> None:
    state.app.url_map.converters.update(code=CodeConverter, version=VersionConverter)


blueprint.record(_teach_addresses)

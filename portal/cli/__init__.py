"""The `portal` command: thin; every group reads its input, calls a service, prints, and exits 1 when something was refused."""

import sys

import click

from portal import __version__
from portal.errors import PortalError


class Lazy(click.Group):
    """Loads a group's module when it is asked for, so that `portal --help` is quick."""

    ROOMS = ("content", "demo", "library", "people", "run", "search")

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click gives it
        """All groups, by name."""
        return list(self.ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The group of that name, or None."""
        if cmd_name not in self.ROOMS:
            return None
        from importlib import import_module

        command = import_module(f"portal.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="portal")
def group() -> None:
    """Baseline: the knowledge, training and maturity portal for project organisations."""


def main() -> None:
    """Run the command; one of our own errors becomes one line and exit status 1."""
    try:
        group(prog_name="portal")
    except PortalError as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(1)

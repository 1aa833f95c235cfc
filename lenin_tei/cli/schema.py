"""`lenin-tei schema`: the schemas that are at hand, and those that can be fetched."""

from __future__ import annotations

from pathlib import Path

import click

from lenin_tei.cli.files import write_bytes
from lenin_tei.cli.validate import schema_cache
from lenin_tei.diagnostics import LeninTeiError
from lenin_tei.fetching import fetch as fetch_schema
from lenin_tei.fetching import list_kept
from lenin_tei.resources import SCHEMA_FILES, schema_path
from lenin_tei.schemas import OURS, TEI_SCHEMAS, Places, find_named, read_reference


@click.group()
def schema() -> None:
    """List, fetch and find schemas. Nothing is fetched but by `schema fetch`."""


@schema.command("list")
def list_schemas() -> None:
    """List our schema, those that were fetched, and the names that can be fetched."""
    click.echo(f"{OURS}\tthe encoding of lenin-tei, always at hand")
    for name in list_kept(schema_cache()):
        click.echo(f"{name}\tfetched")
    for name, title in TEI_SCHEMAS:
        click.echo(f"{name}@VERSION\t{title}; VERSION is a release of the TEI such as 4.8.0, or latest")


@schema.command("fetch")
@click.argument("names", nargs=-1, required=True, metavar="NAME@VERSION...")
@click.option("--checksum", default="", metavar="SHA256", help="Keep the schema only if it has this checksum.")
@click.option("--from", "url", default="", metavar="URL", help="Fetch from this address instead of the TEI's vault.")
def fetch(names: tuple[str, ...], checksum: str, url: str) -> None:
    """Fetch schemas of the TEI and keep them with their checksums."""
    if (checksum or url) and len(names) > 1:
        raise LeninTeiError("--checksum and --from are for one schema")
    for name in names:
        reference = read_reference(name)
        if reference is None:
            raise LeninTeiError(f"{name} is not in the catalogue; see lenin-tei schema list")
        path = fetch_schema(
            url or reference.url,
            str(reference),
            schema_cache(),
            pinned=reference.version != "latest",
            checksum=checksum,
        )
        click.echo(path)


@schema.command("path")
@click.argument("name")
def path_of(name: str) -> None:
    """Print the file of a schema that is at hand."""
    click.echo(find_named(name, Places(schema_cache())))


@schema.command("copy")
@click.argument("directory", metavar="DIR")
def copy(directory: str) -> None:
    """Put our schema into DIR, for programs that look where the TEI says it is; an older copy is replaced."""
    for name in SCHEMA_FILES:
        write_bytes(Path(directory) / name, schema_path(name).read_bytes())
        click.echo(Path(directory) / name)

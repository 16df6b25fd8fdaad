"""Our own kind of import contract: some modules of a context belong to that context alone."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateContract(Contract):
    """Modules of these names are imported only from inside the context that they stand in.

    packages: the packages whose children are contexts.
    private_names: the names of modules (or packages) directly inside a context that are its own.
    may_read_models: contexts that may import `models` of others, to build admin screens.
    """

    type_name = "private"

    packages = fields.ListField(subfield=fields.StringField())
    private_names = fields.ListField(subfield=fields.StringField())
    may_read_models = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = [
            (importer, imported, sorted({detail["line_number"] for detail in details}))
            for imported in sorted(graph.modules)
            if (owner := self._owner(imported))
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not self._may(importer, imported, owner)
            for details in [graph.get_import_details(importer=importer, imported=imported)]
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def _owner(self, module: str) -> str | None:
        """The context that a private module belongs to."""
        package, *rest = module.split(".")
        if package in self._list("packages") and len(rest) >= 2 and rest[1] in self._list("private_names"):
            return f"{package}.{rest[0]}"
        return None

    def _may(self, importer: str, imported: str, owner: str) -> bool:
        if importer == owner or importer.startswith(f"{owner}."):
            return True
        is_model = imported == f"{owner}.models" or imported.startswith(f"{owner}.models.")
        readers = self._list("may_read_models")
        return is_model and any(importer == reader or importer.startswith(f"{reader}.") for reader in readers)

    def _list(self, name: str) -> list[str]:
        return list(getattr(self, name) or [])

    def render_broken_contract(self, check: ContractCheck) -> None:
        found: list[tuple[str, str, list[Any]]] = check.metadata["found"]
        for importer, imported, lines in found:
            where = ", ".join(f"l.{line}" for line in lines)
            output.print_error(f"- {importer} -> {imported} ({where})", bold=False)
        output.new_line()

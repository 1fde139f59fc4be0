"""The API's page: the OpenAPI schema as a document, without a script from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

METHODS = ("get", "post", "put", "patch", "delete")


class ReadableDocs(DocsBase):
    """Renders the schema on the server (Swagger's own page loads scripts from a CDN)."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Show every operation with its parameters, body and answers."""
        schema = api.get_openapi_schema(path_params=kwargs)
        context = {
            "info": schema["info"],
            "groups": grouped(operations(schema)),
            "schemas": shapes(schema),
            "schema_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "api_docs.html", context)


def operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the schema's operations in the order in which they were declared."""
    for path, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                yield {"method": method.upper(), "path": path, **_described(methods[method])}


def _described(operation: dict[str, Any]) -> dict[str, Any]:
    answers = operation.get("responses", {})
    return {
        "id": operation.get("operationId", ""),
        "tags": operation.get("tags") or [""],
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "needs_token": bool(operation.get("security")),
        "parameters": [_parameter(given) for given in operation.get("parameters", [])],
        "body": _body(operation.get("requestBody", {})),
        "answers": list(
            dict.fromkeys((_status(code), _body(body)) for code, body in answers.items())
        ),
    }


def _status(code: int | str) -> str:
    """Refusals are all of one shape: `4xx` says so in one line."""
    return f"{str(code)[0]}xx" if str(code) >= "400" else str(code)


def _parameter(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"],
        "place": given["in"],
        "is_required": given.get("required", False),
        "type": type_of(given.get("schema", {})),
        "description": given.get("description", ""),
    }


def _body(body: dict[str, Any]) -> str:
    contents = body.get("content", {}).values()
    return " | ".join(type_of(content.get("schema", {})) for content in contents)


def type_of(schema: dict[str, Any]) -> str:
    """Name a JSON schema's type in a word or two.

    >>> type_of({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})
    'date | null'
    >>> type_of({"type": "array", "items": {"$ref": "#/components/schemas/ListingOut"}})
    '[ListingOut]'
    """
    if reference := schema.get("$ref"):
        return str(reference).rpartition("/")[2]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " | ".join(type_of(option) for option in schema[key])
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    if schema.get("type") == "array":
        return f"[{type_of(schema.get('items', {}))}]"
    return str(schema.get("format") or schema.get("type") or "any")


def shapes(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """List the named shapes of bodies and answers with their fields."""
    found = schema.get("components", {}).get("schemas", {})
    return [_shape(name, shape) for name, shape in sorted(found.items())]


def _shape(name: str, shape: dict[str, Any]) -> dict[str, Any]:
    required = shape.get("required", [])
    fields = [
        (field, type_of(inner), field in required, inner.get("description", ""))
        for field, inner in shape.get("properties", {}).items()
    ]
    return {"name": name, "fields": fields, "type": "" if fields else type_of(shape)}


def grouped(found: Iterator[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Put operations under their first tag."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for operation in found:
        groups.setdefault(_desk(operation["tags"][0]), []).append(operation)
    return groups


def _desk(tag: str) -> str:
    """Name a desk as its pages do."""
    known = {app.label: app.verbose_name for app in apps.get_app_configs()}
    return str(known.get(tag, tag))

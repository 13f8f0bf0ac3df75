"""The kitchen for programs, as JSON: the objects of its files, and the verbs of its pages."""

from __future__ import annotations

from planner.web.api.routes import router

__all__ = ["router"]

"""Switches of other people's packages that must be set before those packages are imported."""

from __future__ import annotations

import os

# Each of these packages reports usage to its makers, or asks a server for something, by default.
_SWITCHES = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",  # questions would otherwise stay in the browser of a shared PC
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "TOKENIZERS_PARALLELISM": "false",  # its warning after a fork would stand among our messages
}


def forbid_outside_contact() -> None:
    """Turn off all usage reports and look-ups; a value that the operator has set stays."""
    for name, value in _SWITCHES.items():
        os.environ.setdefault(name, value)

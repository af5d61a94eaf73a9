"""The data and pages of 巡察整改知识库与清单工具箱, free of any site generator.

Imports point one way only: docs/help/architecture.md has the order, tests/test_layering.py the proof.
"""

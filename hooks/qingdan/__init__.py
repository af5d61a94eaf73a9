"""The data and pages of 巡察整改知识库与清单工具箱, free of any site generator.

Imports point downwards only: site_plan → views, rules, render → build_model → source, model → problems.
"""

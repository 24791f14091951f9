# Loa's verbs. Each sets up what it needs inside the checkout (.tools, .venv, build); `make` lists them.
# A machine needs Python 3.11 or newer, make and git; Java and npm besides for the tests on Amazon's own DynamoDB engine.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
# Python keeps what it has compiled, whatever the machine says: else each process compiles all tests and libraries anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
STAGE ?=
API ?=
STRUCTURE ?=
REORGANISE ?=
AWS_PORT ?=
ZALO_PORT ?=
API_PORT ?=
OFFICER ?= editor
OF ?= officer
QUEUE ?= inbox
RULE ?=
DAY ?=
FILE ?=
export RESIDENTS MESSAGES ONCE STRUCTURE REORGANISE AWS_PORT ZALO_PORT API_PORT

RUN := .venv/bin/python
PREPARE := $(PYTHON) infra/local/bootstrap.py
# Everything but `deploy` is about this machine: the developer's own AWS account stays out of it.
LOCAL := env -u AWS_PROFILE -u AWS_DEFAULT_PROFILE -u AWS_SESSION_TOKEN -u AWS_ENDPOINT_URL -u AWS_CA_BUNDLE \
	AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true \
	AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=ap-southeast-1 AWS_DEFAULT_REGION=ap-southeast-1
PORTS := $(if $(AWS_PORT),--aws-port $(AWS_PORT)) $(if $(ZALO_PORT),--zalo-port $(ZALO_PORT)) $(if $(API_PORT),--api-port $(API_PORT))

MAIN := .venv/.synced
SAM := .tools/sam/.synced
EMULATOR := .tools/emulator/.synced
LINT := .tools/lint/.synced
MINIAPP := .tools/miniapp/.synced

##@ Try it
demo: $(MAIN) $(SAM) $(EMULATOR) ## The whole story on this machine; RESIDENTS= MESSAGES= STRUCTURE=2025-07 REORGANISE= ONCE=1
	@$(LOCAL) $(RUN) -m infra.local.demo
up: $(MAIN) $(SAM) $(EMULATOR) ## Start or update the local stack; AWS_PORT= ZALO_PORT= API_PORT= STRUCTURE= PRACTICE=1
	@$(LOCAL) $(RUN) -m infra.local.up $(PORTS) $(if $(STRUCTURE),--structure $(STRUCTURE)) $(if $(PRACTICE),--practice)
down: $(MAIN) ## End the local stack and everything it started
	@$(LOCAL) $(RUN) -m infra.local.down
import-units: $(MAIN) ## Put the units of the running stack's structure into its table
	@$(LOCAL) $(RUN) -m infra.local.import_units
token: $(MAIN) ## Print an ID token of an officer of the local stack; OFFICER=editor
	@$(LOCAL) $(RUN) -m infra.local.client token $(OFFICER)
logs: $(MAIN) ## Print what a function of the local stack has logged; OF=officer
	@$(LOCAL) $(RUN) -m infra.local.logs $(OF)

##@ Work on it
test: $(MAIN) $(SAM) $(EMULATOR) ## All tests: unit … template, and beside them e2e on a stack of their own
	@$(LOCAL) $(RUN) -m infra.local.all_tests
search: $(MAIN) ## Try the rules and the machines of the tests with other, and many more, examples; takes an hour
	@$(LOCAL) HYPOTHESIS_PROFILE=thorough $(RUN) -m pytest tests --ignore=tests/e2e -m hypothesis -n 2 --timeout 0
check: $(MAIN) $(SAM) $(LINT) $(MINIAPP) ## Format, lint, types, templates, security; quiet when all is well
	@$(LOCAL) $(RUN) -m infra.local.check
dialogue: $(MAIN) ## How well the dialogue understands the labelled inputs of tests/dialogue; WRONG=1
	@PYTHONPATH=layers/loa/python $(RUN) -m infra.local.dialogue $(if $(WRONG),--wrong)
net: $(MAIN) ## Learn the second net of the dialogue from the inputs of tests/dialogue that may be learned from
	@PYTHONPATH=layers/loa/python $(RUN) -m infra.local.second_net
guide: $(MAIN) ## Take the pictures of the officers' guide of the real pages, and set it as PDF: one book a role
	@$(LOCAL) PYTHONPATH=layers/loa/python $(RUN) -m infra.guide
format: $(MAIN) ## Format the code and repair what ruff can
	@$(RUN) -m ruff format --quiet .
	@$(RUN) -m ruff check --quiet --fix .
openapi: $(MAIN) ## Write the contracts of the HTTP APIs (infra/api) anew from the code
	@$(LOCAL) $(RUN) -m infra.local.openapi
bench: $(MAIN) $(SAM) $(EMULATOR) ## Measure the budgets of the design against their floors
	@$(LOCAL) $(RUN) -m infra.local.bench
crowd: $(MAIN) $(SAM) $(EMULATOR) ## 10,000 residents write to one account, on a stack of their own; RESIDENTS=
	@$(LOCAL) $(RUN) -m infra.local.crowd

##@ Ship it
build: $(MAIN) $(SAM) ## Build layers and functions for AWS (arm64) and say how large they are
	@$(LOCAL) $(RUN) -m infra.local.build
miniapp: $(MAIN) $(MINIAPP) ## Bundle the Mini App's shell for the upload to Zalo; STAGE=test, or API=https://…
	@PYTHONPATH=.:layers/loa/python $(RUN) -m infra.miniapp.build $(if $(API),--api $(API)) $(if $(STAGE),--stage $(STAGE))
deploy: $(MAIN) $(SAM) guide ## Deploy to AWS with your own credentials; STAGE=test or production (samconfig.toml)
	@$(RUN) -m infra.local.release "$(STAGE)"
practice: $(MAIN) ## Sample accounts for a stage of practice; DO=reset forgets what was tried, STAGE= for AWS
	@$(if $(STAGE),,$(LOCAL)) PYTHONPATH=layers/loa/python $(RUN) -m infra.practice $(or $(DO),start) $(if $(STAGE),--stage $(STAGE))
rules: $(MAIN) ## Dated rules; DO=list, show, check, set or reset, RULE=, FILE=, STAGE= for AWS, else the local stack
	@$(if $(STAGE),,$(LOCAL)) $(RUN) -m infra.rules $(or $(DO),list) $(RULE) $(if $(FILE),--file $(FILE)) $(if $(STAGE),--stage $(STAGE))
smoke: $(MAIN) ## Try a deployed stage with events, a report, a broadcast; STAGE= for AWS, else the local stack
	@$(if $(STAGE),,$(LOCAL)) $(RUN) -m infra.smoke $(if $(STAGE),--stage $(STAGE))
search-index: $(MAIN) ## Make the search index anew from what is published; STAGE= for AWS, else the local stack
	@$(if $(STAGE),,$(LOCAL)) $(RUN) -m infra.local.search_index $(if $(STAGE),--stage $(STAGE))
recount: $(MAIN) ## Counters of past days against the facts; FROM=, TO=, UNIT=, WRITE=1 makes them good, STAGE= for AWS
	@$(if $(STAGE),,$(LOCAL)) PYTHONPATH=layers/loa/python $(RUN) -m infra.recount --from $(FROM) --to $(TO) $(if $(UNIT),--unit $(UNIT)) $(if $(WRITE),--write) $(if $(STAGE),--stage $(STAGE))
rehearse: $(MAIN) ## Carry a reorganisation out on a copy, in memory, and compare; DAY=2025-07-01, STAGE= for AWS
	@$(if $(STAGE),,$(LOCAL)) $(RUN) -m infra.rehearse "$(DAY)" $(if $(STAGE),--stage $(STAGE))
redrive: $(MAIN) ## Put dead letters back to work; QUEUE=inbox or deliveries, STAGE= for AWS, else the local stack
	@$(if $(STAGE),,$(LOCAL)) $(RUN) -m infra.local.redrive $(QUEUE) $(if $(STAGE),--stage $(STAGE))

help: ## This list
	@$(PYTHON) infra/local/verbs.py Makefile

$(MAIN): pyproject.toml uv.lock
	@$(PREPARE) main
$(MINIAPP): infra/miniapp/package.json infra/miniapp/package-lock.json
	@$(PREPARE) miniapp
	@touch $@
.tools/%/.synced: pyproject.toml uv.lock
	@$(PREPARE) $*

.PHONY: demo up down import-units token logs test check dialogue net guide format openapi bench crowd build miniapp deploy practice rules smoke search-index recount rehearse redrive help
